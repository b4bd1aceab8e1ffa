"""A page of a tenant's orders, newest first."""

from dataclasses import dataclass
from datetime import datetime

from orderloom.domain.order import Order
from orderloom.errors import InvalidRequest
from orderloom.ports.cursor_seal import CursorSeal
from orderloom.ports.orders import EVERY_ORDER, OrderFilter, OrderRepository
from orderloom.ports.tenants import TenantDirectory


@dataclass(frozen=True)
class OrdersPage:
    """`next_cursor` asks for the following page; None at the end."""

    orders: tuple[Order, ...]
    next_cursor: str | None


class ListOrders:
    """Of one tenant."""

    def __init__(
        self, *, orders: OrderRepository, tenants: TenantDirectory, cursors: CursorSeal
    ) -> None:
        self._orders = orders
        self._tenants = tenants
        self._cursors = cursors

    def __call__(
        self,
        *,
        limit: int,
        cursor: str | None,
        since: datetime | None = None,
        only: OrderFilter = EVERY_ORDER,
    ) -> OrdersPage:
        """At most `limit` orders created at `since` or later.

        Raises:
            InvalidRequest: a cursor that was not made for this tenant and this very list.
        """
        scope = self._scope(since, only)
        before = self._cursors.open(cursor, scope) if cursor is not None else None
        if since is not None and only.until is not None and since >= only.until:
            raise InvalidRequest("must be before created_until", field="created_from")
        tenant = self._tenants.tenant(self._orders.tenant_id)
        page = self._orders.page(
            limit=limit,
            before=before,
            since=max(since, tenant.created_at) if since is not None else tenant.created_at,
            list_shards=tenant.order_list_shards,
            only=only,
        )
        following = page.next_before
        return OrdersPage(page.orders, self._cursors.seal(following, scope) if following else None)

    def _scope(self, since: datetime | None, only: OrderFilter) -> tuple[str, ...]:
        """What a cursor is good for; the page size may change on the way."""
        filters = (since, only.until, only.customer, only.status)
        return ("orders", self._orders.tenant_id, *(str(given or "") for given in filters))
