"""The list of a tenant's products, spread over a few shards of an index."""

import heapq
from collections.abc import Iterator
from operator import attrgetter

from orderloom import keys
from orderloom.adapters.dynamodb.catalogue_records import ProductRecord
from orderloom.adapters.dynamodb.conditions import listed_after
from orderloom.adapters.dynamodb.record import record_of
from orderloom.adapters.dynamodb.table import Table

_SLACK = 2
"""Entries read beyond a shard's fair share: shares are never quite even."""


def product_keys(table: Table, tenant_id: str, after: str, wanted: int) -> Iterator[keys.Key]:
    """By SKU, lazily, from the one behind `after` on."""
    page_size = -(-wanted // keys.PRODUCT_LIST_SHARDS) + _SLACK
    shards = [
        _shard(table, keys.product_list_partition(tenant_id, shard), after, page_size)
        for shard in range(keys.PRODUCT_LIST_SHARDS)
    ]
    for record in heapq.merge(*shards, key=attrgetter("OLSK")):
        yield record.key


def _shard(table: Table, partition: str, after: str, page_size: int) -> Iterator[ProductRecord]:
    items = table.query(
        partition,
        where=listed_after(after) if after else None,
        index=keys.ORDER_LIST_INDEX,
        page_size=page_size,
    )
    return (record_of(ProductRecord, item) for item in items)
