"""One page of a list of orders: positions from the index, heads from the table."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from orderloom import keys
from orderloom.adapters.dynamodb.order_list import Position, Stretch, positions
from orderloom.adapters.dynamodb.order_mapping import order_of
from orderloom.adapters.dynamodb.order_records import OrderRecord
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.tenancy import owned
from orderloom.domain.order import Order
from orderloom.domain.status import status_of
from orderloom.ports.orders import OrderFilter, OrderPage

_READ_FOR_ONE_SHOWN = 10
"""A page reads at most so many heads for each order it may show: no index holds the status."""


def stretch_of(
    only: OrderFilter, *, before: str | None, now: datetime, since: datetime, shards: int
) -> Stretch:
    """The part of the list that the page before and the filter leave."""
    # Later than now is no bound, and would lead through empty months to come.
    until = only.until if only.until is not None and only.until <= now else None
    # Below every order of that moment: order ids begin with a letter.
    bounds = [keys.order_list_sort(until, "0")] if until is not None else []
    bounds += [before] if before is not None else []
    return Stretch(min(bounds, default=None), now, since, shards, only.customer)


def read_page(
    table: Table, tenant_id: str, stretch: Stretch, *, limit: int, only: OrderFilter
) -> OrderPage:
    """At most `limit` orders, each as it is now; a head that is gone is left out."""
    # One more than shown tells whether there is a next page.
    listed = positions(table, tenant_id, stretch, limit + 1)
    shown: list[Order] = []
    examined: list[Position] = []
    while len(shown) < limit and len(examined) < limit * _READ_FOR_ONE_SHOWN:
        chunk = list(islice(listed, limit - len(shown) if only.status is None else limit))
        if not chunk:
            return OrderPage(tuple(shown), None)
        for position, order in _heads(table, tenant_id, chunk):
            if len(shown) == limit:
                return OrderPage(tuple(shown), examined[-1].sort)
            examined.append(position)
            if order is not None and only.status in {None, status_of(order)}:
                shown.append(order)
    more = next(listed, None) is not None
    return OrderPage(tuple(shown), examined[-1].sort if more else None)


def _heads(
    table: Table, tenant_id: str, chunk: list[Position]
) -> Iterator[tuple[Position, Order | None]]:
    heads = table.get_all(OrderRecord, [position.key for position in chunk])
    for position in chunk:
        head = heads.get(position.key)
        yield position, owned(order_of(head), tenant_id) if head else None
