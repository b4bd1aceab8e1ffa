"""Bringing an archived order back, because news of it came."""

from collections.abc import Callable
from datetime import timedelta

from orderloom.errors import TransientError
from orderloom.ports.archive import OrderArchive, OrderDepartures
from orderloom.ports.clock import Clock
from orderloom.ports.tenants import TenantDirectory


class RestoreOrder:
    """Of any tenant."""

    def __init__(
        self,
        *,
        departures_for: Callable[[str], OrderDepartures],
        archive_for: Callable[[str], OrderArchive],
        tenants: TenantDirectory,
        clock: Clock,
    ) -> None:
        self._departures_for = departures_for
        self._archive_for = archive_for
        self._tenants = tenants
        self._clock = clock

    def __call__(self, tenant_id: str, order_id: str) -> None:
        """The order is in the table again, for its whole retention.

        Raises:
            TransientError: it is on its way to the archive; try again once it is there.
        """
        archived = self._archive_for(tenant_id).get(order_id)
        if archived is None:
            raise TransientError(f"{order_id} is neither in the table nor in the archive")
        self._departures_for(tenant_id).restore(
            archived,
            list_shards=self._tenants.tenant(tenant_id).order_list_shards,
            until=self._clock.now() + timedelta(days=archived.order.retention_days),
        )
