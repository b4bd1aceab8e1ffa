"""A tenant's month, from the list of its orders: no usage is counted while orders are taken."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from orderloom_cli.cost.estimate import Orders
from orderloom_cli.cost.per_order import PAYING_WEBHOOKS

Pages = Callable[..., dict[str, Any]]
"""The merchant API's list of orders: `limit`, `cursor`, `filters`."""

_PAGE = 100

_SCANS = {
    "labelled": 0,
    "shipped": 1,
    "out_for_delivery": 3,
    "ready_for_pickup": 3,
    "delivery_exception": 3,
    "delivered": 4,
    "returning": 5,
    "returned": 6,
}
"""Webhooks of the carrier that a status stands for, by the usual way of a parcel."""

_UNPAID = frozenset({"pending", "payment_pending", "cancelling", "cancelled"})


def statuses(pages: Pages, month: datetime) -> Counter[str]:
    """Of the month's orders that are still in the table; `month` is its first moment, UTC."""
    return Counter(order["status"] for order in _orders(pages, month))


def orders_of(found: Counter[str]) -> Orders:
    paid = sum(count for status, count in found.items() if status not in _UNPAID)
    scans = sum(_SCANS.get(status, 0) * count for status, count in found.items())
    placed = sum(found.values())
    return Orders(placed=placed, paid=paid, webhooks=paid * PAYING_WEBHOOKS + scans)


def first_moment(month: str) -> datetime:
    """Of `yyyy-mm`. Raises ValueError."""
    return datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)


def _orders(pages: Pages, month: datetime) -> Iterator[dict[str, Any]]:
    filters = {"created_from": _text(month), "created_until": _text(_following(month))}
    cursor = None
    while True:
        page = pages(limit=_PAGE, cursor=cursor, filters=filters)
        yield from page["data"]
        cursor = page.get("next_cursor")
        if cursor is None:
            return


def _following(month: datetime) -> datetime:
    further = month.month // 12
    return month.replace(year=month.year + further, month=month.month % 12 + 1)


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
