"""Rates are counted by the minute and expire; growth only ever goes up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from orderloom import keys
from orderloom.adapters.dynamodb.rates import DynamoRateCounters
from orderloom.errors import NotFound
from orderloom.ports.rates import RateCounters

from tests.builders.tenants import a_tenant
from tests.fakes.clock import MOMENT
from tests.fakes.rates import FakeRates
from tests.integration.wire import recorded
from tests.integration.worlds import DynamoWorld, World

LATER = MOMENT + timedelta(minutes=1)


@pytest.fixture
def rates(world: World) -> RateCounters:
    if isinstance(world, DynamoWorld):
        return DynamoRateCounters(world.table, world.tenant_id)
    return FakeRates(world.tenant_id)


def test_counts_add_up_within_their_minute(rates: RateCounters) -> None:
    assert rates.add_orders(MOMENT, 64) == 64
    assert rates.add_orders(MOMENT.replace(second=59), 128) == 192
    assert rates.add_orders(LATER, 64) == 64
    assert rates.add_reservations("MUG-1", MOMENT, 1) == 1
    assert rates.add_reservations("CUP-1", MOMENT, 1) == 1
    assert rates.add_reservations("MUG-1", MOMENT, 2) == 3


def test_no_count_is_lost_among_many(dynamodb: DynamoWorld) -> None:
    counters = DynamoRateCounters(dynamodb.table, dynamodb.tenant_id)
    with ThreadPoolExecutor(8) as pool:
        totals = list(pool.map(lambda _: counters.add_orders(MOMENT, 1), range(40)))
    assert sorted(totals) == list(range(1, 41))


def test_a_count_costs_one_write_and_expires(dynamodb: DynamoWorld) -> None:
    counters = DynamoRateCounters(dynamodb.table, dynamodb.tenant_id)
    with recorded() as requests:
        counters.add_orders(MOMENT, 1)
    assert [operation for operation, _ in requests] == ["UpdateItem"]
    (item,) = dynamodb.table.query(keys.order_rate(dynamodb.tenant_id, MOMENT).pk)
    expires_at = int(item["expires_at"]["N"])
    assert expires_at == int((MOMENT + timedelta(hours=1)).timestamp())


def test_contention_is_noted_once_a_minute(dynamodb: DynamoWorld) -> None:
    counters = DynamoRateCounters(dynamodb.table, dynamodb.tenant_id)
    for shards in (4, 8):
        counters.stock_contended("MUG-1", MOMENT, shards)
        counters.order_list_contended(MOMENT, shards)
    for key in (
        keys.sku_contention(dynamodb.tenant_id, "MUG-1", MOMENT),
        keys.order_list_contention(dynamodb.tenant_id, MOMENT),
    ):
        (item,) = dynamodb.table.query(key.pk)
        assert item["shards"]["N"] == "4"


def test_an_order_lists_shards_are_raised_and_never_lowered(world: World) -> None:
    world.tenants.register(a_tenant(world.tenant_id, order_list_shards=4), f"olk_{world.tenant_id}")
    assert world.tenants.tenant(world.tenant_id).order_list_shards == 4
    assert world.tenants.grow_order_list(world.tenant_id, 8)
    assert world.tenants.tenant(world.tenant_id).order_list_shards == 8
    assert not world.tenants.grow_order_list(world.tenant_id, 8)
    assert not world.tenants.grow_order_list(world.tenant_id, 5)
    assert world.tenants.tenant(world.tenant_id).order_list_shards == 8


def test_nobody_grows(world: World) -> None:
    with pytest.raises(NotFound):
        world.tenants.grow_order_list(world.tenant_id, 8)
