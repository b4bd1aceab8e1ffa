"""A page of a tenant's orders, newest first."""

import base64
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from orderloom.domain.order import Order
from orderloom.errors import InvalidRequest
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.ports.tenants import TenantDirectory

_CURSOR = re.compile(r"[A-Za-z0-9_-]{1,200}")
_POSITION = re.compile(
    r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6})Z#ord_[0-7][0-9A-HJKMNP-TV-Z]{25}", re.ASCII
)
_VERSION = 1
_CLOCK_SKEW = timedelta(minutes=5)


@dataclass(frozen=True)
class OrdersPage:
    """`next_cursor` asks for the following page; None at the end."""

    orders: tuple[Order, ...]
    next_cursor: str | None


class ListOrders:
    """Of one tenant."""

    def __init__(self, *, orders: OrderRepository, tenants: TenantDirectory, clock: Clock) -> None:
        self._orders = orders
        self._tenants = tenants
        self._clock = clock

    def __call__(self, *, limit: int, cursor: str | None) -> OrdersPage:
        """At most `limit` orders. Raises InvalidRequest for a cursor we did not make."""
        before = position(cursor, self._clock.now()) if cursor is not None else None
        tenant = self._tenants.tenant(self._orders.tenant_id)
        page = self._orders.page(
            limit=limit,
            before=before,
            since=tenant.created_at,
            list_shards=tenant.order_list_shards,
        )
        return OrdersPage(page.orders, cursor_at(page.next_before) if page.next_before else None)


def cursor_at(before: str) -> str:
    """A position as an opaque text that needs no escaping in a URL."""
    document = json.dumps({"v": _VERSION, "before": before}, separators=(",", ":"))
    return base64.urlsafe_b64encode(document.encode()).decode().rstrip("=")


def position(cursor: str, now: datetime) -> str:
    """The position in a cursor.

    Raises:
        InvalidRequest: anything but the exact text `cursor_at` makes for a moment not after `now`:
            a forged date would send the repository through centuries of empty months.
    """
    before = _before(cursor)
    found = _POSITION.fullmatch(before)
    try:
        moment = datetime.fromisoformat(found[1]).replace(tzinfo=UTC) if found else None
    except ValueError:
        moment = None
    if moment is None or moment > now + _CLOCK_SKEW or cursor_at(before) != cursor:
        raise InvalidRequest("not a cursor of this list", field="cursor")
    return before


def _before(cursor: str) -> str:
    if not _CURSOR.fullmatch(cursor):
        return ""
    try:
        document = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        return ""
    before = document.get("before") if isinstance(document, dict) else None
    return before if isinstance(before, str) else ""
