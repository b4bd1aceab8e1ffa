"""A rush grows the order list while orders are placed, and the list stays whole."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest
from orderloom.adapters.dynamodb.rates import DynamoRateCounters
from orderloom.adapters.dynamodb.stream import committed_event, noted_contention
from orderloom.adapters.signed_cursors import SignedCursors
from orderloom.domain.contention import relief_of
from orderloom.domain.reactions import GrowStock, Growth
from orderloom.domain.sharding import GrowthRule
from orderloom.ports.stock_growth import StockGrowth
from orderloom.services.grow_shards import GrowShards
from orderloom.services.list_orders import ListOrders
from orderloom.services.observe_rates import ObserveRates

from tests.builders.tenants import a_tenant
from tests.fakes.clock import MOMENT
from tests.integration.conftest import TABLE
from tests.integration.steps import placed_order
from tests.integration.worlds import DynamoWorld

RUSH = (MOMENT + timedelta(minutes=1)).replace(second=0)

EAGER = GrowthRule(first=1, per_shard=5 / 60, most=4)
"""A shard for every five orders a minute."""


class Stream:
    """What the table's stream has told since the last look."""

    def __init__(self) -> None:
        self._client = boto3.client("dynamodbstreams")
        (stream,) = self._client.list_streams(TableName=TABLE)["Streams"]
        shards = self._client.describe_stream(StreamArn=stream["StreamArn"])
        self._iterators = [
            self._client.get_shard_iterator(
                StreamArn=stream["StreamArn"],
                ShardId=shard["ShardId"],
                ShardIteratorType="LATEST",
            )["ShardIterator"]
            for shard in shards["StreamDescription"]["Shards"]
        ]

    def records(self) -> Iterator[dict[str, Any]]:
        for number, iterator in enumerate(self._iterators):
            answer = self._client.get_records(ShardIterator=iterator)
            self._iterators[number] = answer["NextShardIterator"]
            yield from (dict(record) for record in answer["Records"])


def no_stock(_tenant_id: str) -> StockGrowth:
    return lambda _sku, _shards: None


@pytest.fixture
def grow(dynamodb: DynamoWorld) -> GrowShards:
    tenant = a_tenant(dynamodb.tenant_id, order_list_shards=1)
    dynamodb.tenants.register(tenant, f"olk_{dynamodb.tenant_id}")
    return GrowShards(tenants=dynamodb.tenants, stock_growth_for=no_stock)


@pytest.fixture
def observe(dynamodb: DynamoWorld) -> ObserveRates:
    return ObserveRates(
        rates_for=lambda tenant_id: DynamoRateCounters(dynamodb.table, tenant_id),
        random_below=lambda _: 0,
        sample=1,
        order_list=EAGER,
    )


def called_for(observe: ObserveRates, records: Iterator[dict[str, Any]]) -> list[Growth]:
    events = (committed_event(record) for record in records)
    return list(observe(event for event in events if event is not None))


def test_a_rush_grows_the_list_and_every_order_stays_listed(
    dynamodb: DynamoWorld, observe: ObserveRates, grow: GrowShards
) -> None:
    stream, placed, seen = Stream(), [], []
    for number in range(20):
        shards = dynamodb.tenants.tenant(dynamodb.tenant_id).order_list_shards
        moment = RUSH + timedelta(seconds=number)
        dynamodb.clock.set(moment)
        placed.append(placed_order(dynamodb, created_at=moment, list_shards=shards).order_id)
        seen.append(shards)
        for growth in called_for(observe, stream.records()):
            grow(growth)
    assert seen == sorted(seen)
    assert {1, 2, 3, 4} == set(seen)
    assert listed(dynamodb) == placed[::-1]


def listed(dynamodb: DynamoWorld) -> list[str]:
    """All order ids, page by page."""
    orders_list = ListOrders(
        orders=dynamodb.orders(), tenants=dynamodb.tenants, cursors=SignedCursors("a test")
    )
    page = orders_list(limit=3, cursor=None)
    found = [order.order_id for order in page.orders]
    while page.next_cursor is not None:
        page = orders_list(limit=3, cursor=page.next_cursor)
        found += [order.order_id for order in page.orders]
    return found


def test_contention_reaches_the_stream_as_a_call_for_shards(dynamodb: DynamoWorld) -> None:
    stream = Stream()
    counters = DynamoRateCounters(dynamodb.table, dynamodb.tenant_id)
    counters.stock_contended("MUG-1", MOMENT, 4)
    counters.stock_contended("MUG-1", MOMENT, 4)
    noted = [note for record in stream.records() if (note := noted_contention(record))]
    assert [relief_of(note) for note in noted] == [
        GrowStock(tenant_id=dynamodb.tenant_id, sku="MUG-1", shards=8)
    ]
