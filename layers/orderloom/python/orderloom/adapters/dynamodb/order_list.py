"""The lists of a tenant's orders, newest first: all, by month, and each customer's.

Every list is spread over shards, which are merged as they are read.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from pynamodb.expressions.operand import Path

from orderloom import keys
from orderloom.adapters.dynamodb.order_records import OrderRecord, PlacedRecord
from orderloom.adapters.dynamodb.record import Record, record_of, required
from orderloom.adapters.dynamodb.table import Table

_SLACK = 2
"""Entries read beyond a shard's fair share: shares are never quite even."""


@dataclass(frozen=True)
class Position:
    """Where an order stands in the list, and the key of its head."""

    sort: str
    key: keys.Key


@dataclass(frozen=True)
class Stretch:
    """The part of a list to read: positions below `before` (None: all), down to `since`.

    Attributes:
        newest: nothing is listed after this moment.
        customer: an e-mail address for that customer's list; None for the list of all.
    """

    before: str | None
    newest: datetime
    since: datetime
    shards: int
    customer: str | None = None


def positions(table: Table, tenant_id: str, stretch: Stretch, wanted: int) -> Iterator[Position]:
    """Newest first, lazily; each shard is asked for about its share of `wanted` at a time."""
    page_size = -(-wanted // stretch.shards) + _SLACK
    # Below every order of that moment: order ids begin with a letter.
    floor = keys.order_list_sort(stretch.since, "0")
    for listing, partitions in _parts(tenant_id, stretch):
        shards = [_shard(table, listing, name, stretch, page_size) for name in partitions]
        for position in heapq.merge(*shards, key=attrgetter("sort"), reverse=True):
            if position.sort < floor:
                return
            yield position


@dataclass(frozen=True)
class _Listing:
    """A kind of list: its index, and the records that stand in it."""

    index: str
    sort: str
    record: type[Record]


_BY_MONTH = _Listing(keys.ORDER_LIST_INDEX, "OLSK", OrderRecord)
_BY_CUSTOMER = _Listing(keys.CUSTOMER_INDEX, "CUSK", PlacedRecord)


def _parts(tenant_id: str, stretch: Stretch) -> Iterator[tuple[_Listing, list[str]]]:
    """The partitions of each part of the list; parts follow each other in time."""
    shards = range(stretch.shards)
    if stretch.customer is not None:
        names = [keys.customer_partition(tenant_id, stretch.customer, shard) for shard in shards]
        yield _BY_CUSTOMER, names
        return
    for month in _months(stretch):
        names = [keys.order_list_partition(tenant_id, month, shard) for shard in shards]
        yield _BY_MONTH, names


def _shard(
    table: Table, listing: _Listing, partition: str, stretch: Stretch, page_size: int
) -> Iterator[Position]:
    position = Path(listing.sort)
    items = table.query(
        partition,
        where=position < stretch.before if stretch.before is not None else None,
        index=listing.index,
        newest_first=True,
        page_size=page_size,
    )
    for item in items:
        record = record_of(listing.record, item)
        yield Position(required(record, listing.sort), keys.order_in(record.PK))


def _months(stretch: Stretch) -> Iterator[str]:
    """`yyyy-mm` of every month the stretch touches, newest first."""
    newest = f"{stretch.newest:%Y-%m}" if stretch.before is None else stretch.before[:7]
    year, month = (int(part) for part in newest.split("-"))
    while (year, month) >= (stretch.since.year, stretch.since.month):
        yield f"{year:04}-{month:02}"
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
