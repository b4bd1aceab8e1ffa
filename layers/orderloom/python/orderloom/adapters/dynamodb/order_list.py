"""The list of a tenant's orders: months, newest first, each spread over shards."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from orderloom import keys
from orderloom.adapters.dynamodb.conditions import listed_before
from orderloom.adapters.dynamodb.order_records import OrderRecord
from orderloom.adapters.dynamodb.record import record_of, required
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
    """The part of the list to read: before `before` (or `newest`), down to `since`."""

    before: str | None
    newest: datetime
    since: datetime
    shards: int


def positions(table: Table, tenant_id: str, stretch: Stretch, wanted: int) -> Iterator[Position]:
    """Newest first, lazily; each shard is asked for about its share of `wanted` at a time."""
    page_size = -(-wanted // stretch.shards) + _SLACK
    # Below every order of that moment: order ids begin with a letter.
    floor = keys.order_list_sort(stretch.since, "0")
    for month in _months(stretch):
        shards = [
            _shard(table, keys.order_list_partition(tenant_id, month, shard), stretch, page_size)
            for shard in range(stretch.shards)
        ]
        for position in heapq.merge(*shards, key=attrgetter("sort"), reverse=True):
            if position.sort < floor:
                return
            yield position


def _shard(table: Table, partition: str, stretch: Stretch, page_size: int) -> Iterator[Position]:
    items = table.query(
        partition,
        where=listed_before(stretch.before) if stretch.before is not None else None,
        index=keys.ORDER_LIST_INDEX,
        newest_first=True,
        page_size=page_size,
    )
    for item in items:
        record = record_of(OrderRecord, item)
        yield Position(required(record, "OLSK"), record.key)


def _months(stretch: Stretch) -> Iterator[str]:
    """`yyyy-mm` of every month the stretch touches, newest first."""
    newest = f"{stretch.newest:%Y-%m}" if stretch.before is None else stretch.before[:7]
    year, month = (int(part) for part in newest.split("-"))
    while (year, month) >= (stretch.since.year, stretch.since.month):
        yield f"{year:04}-{month:02}"
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
