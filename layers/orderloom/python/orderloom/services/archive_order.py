"""Archiving an order whose head time to live took: first kept, then deleted."""

from collections.abc import Callable
from enum import StrEnum

from orderloom.domain.archive import ArchivedOrder, DepartedHead, joined
from orderloom.domain.retention import has_ended
from orderloom.errors import CorruptRecord
from orderloom.ports.archive import OrderArchive, OrderDepartures
from orderloom.ports.tenants import TenantDirectory


class Departure(StrEnum):
    """What became of a departed head; each is counted."""

    ARCHIVED = "archived"
    ARCHIVED_BEFORE = "archived_before"
    CAME_BACK = "came_back"
    NOT_ENDED = "not_ended"


def _nobody(_archived: ArchivedOrder) -> None:
    """Nobody wants to know."""


class ArchiveOrder:
    """Of any tenant.

    `on_archived` is told of every order that is about to be deleted from the table: after it
    is kept, before anything is gone. It is told again when a crash repeats the work, so what
    it does has to be safe to repeat; while it fails, the order stays.
    """

    def __init__(
        self,
        *,
        departures_for: Callable[[str], OrderDepartures],
        archive_for: Callable[[str], OrderArchive],
        tenants: TenantDirectory,
        on_archived: Callable[[ArchivedOrder], None] = _nobody,
    ) -> None:
        self._departures_for = departures_for
        self._archive_for = archive_for
        self._tenants = tenants
        self._on_archived = on_archived

    def __call__(self, head: DepartedHead) -> Departure:
        """Safe to repeat at any point.

        Raises:
            TransientError.
            CorruptRecord: what was ordered is neither in the table nor in the archive.
        """
        order = head.order
        departures = self._departures_for(order.tenant_id)
        if not has_ended(order):
            shards = self._tenants.tenant(order.tenant_id).order_list_shards
            departures.put_back(head, list_shards=shards)
            return Departure.NOT_ENDED
        remains = departures.remains(order.order_id)
        if remains is None:
            return Departure.CAME_BACK
        archive = self._archive_for(order.tenant_id)
        kept = archive.get(order.order_id)
        whole = joined(kept, head, remains)
        if whole is None:
            raise CorruptRecord(order.order_id, "placed")
        if whole != kept:
            archive.put(whole)
        if remains.nothing:
            return Departure.ARCHIVED_BEFORE
        self._on_archived(whole)
        departures.clear(order.order_id, remains, restored=whole.restored)
        return Departure.ARCHIVED
