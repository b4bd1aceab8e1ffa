"""Moving units between counters, adding counters, correcting one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from orderloom.domain.catalogue import ShardLevel, Transfer
from orderloom.errors import VersionConflict
from orderloom.services.grow_stock import GrowStock
from orderloom.services.rebalance_stock import RebalanceStock

from tests.builders.catalogue import a_product, levels
from tests.integration.steps import eventually, stocked, units_left
from tests.integration.worlds import World


def seen(world: World, shards: int = 2) -> list[tuple[int, int]]:
    return [(level.available, level.moves) for level in world.catalogue().levels({"MUG-1": shards})]


def transfer(quantity: int, source: int = 0, target: int = 1) -> Transfer:
    return Transfer(sku="MUG-1", source=source, target=target, quantity=quantity)


def test_units_move_between_counters_and_both_count_it(world: World) -> None:
    stocked(world, "MUG-1", 5, 1)
    world.catalogue().transfer(transfer(2))
    assert seen(world) == [(3, 1), (3, 1)]


def test_more_than_there_is_does_not_move(world: World) -> None:
    stocked(world, "MUG-1", 5, 1)
    with pytest.raises(VersionConflict):
        world.catalogue().transfer(transfer(6))
    assert seen(world) == [(5, 0), (1, 0)]


def test_nothing_moves_to_a_counter_that_is_not_there(world: World) -> None:
    stocked(world, "MUG-1", 5)
    with pytest.raises(VersionConflict):
        world.catalogue().transfer(transfer(2))
    assert seen(world) == [(5, 0)]


def test_setting_a_products_stock_counts_as_a_move(world: World) -> None:
    stocked(world, "MUG-1", 5)
    before = world.catalogue().levels({"MUG-1": 2})
    product = a_product(shards=2, version=2, received=8)
    world.catalogue().save(product, seen=before, levels=levels("MUG-1", 4, 4))
    assert seen(world) == [(4, 1), (4, 0)]
    assert world.catalogue().product("MUG-1").received == 8


def test_new_counters_are_empty_and_come_with_the_count(world: World) -> None:
    stocked(world, "MUG-1", 5)
    world.catalogue().grow(a_product(shards=3, version=2), was=1)
    assert units_left(world, "MUG-1", 3) == [5, 0, 0]
    assert world.catalogue().product("MUG-1").shards == 3
    with pytest.raises(VersionConflict):
        world.catalogue().grow(a_product(shards=4, version=2), was=1)
    assert units_left(world, "MUG-1", 4) == [5, 0, 0]


def test_of_ten_that_grow_at_once_each_finds_it_grown(world: World) -> None:
    stocked(world, "MUG-1", 30)

    def grow(_: int) -> bool:
        while True:
            try:
                return GrowStock(catalogue=world.catalogue(), clock=world.clock)("MUG-1", 5).grown
            except VersionConflict:
                continue

    with ThreadPoolExecutor(10) as pool:
        grown = list(pool.map(grow, range(10)))
    assert grown.count(True) == 1
    RebalanceStock(catalogue=world.catalogue())("MUG-1")
    assert units_left(world, "MUG-1", 6) == [6, 6, 6, 6, 6]
    assert world.catalogue().product("MUG-1").version == 2


def test_a_counter_is_corrected_only_as_it_was_seen(world: World) -> None:
    stocked(world, "MUG-1", 5, 5)
    (stale, _) = world.catalogue().levels({"MUG-1": 2})
    world.catalogue().transfer(transfer(1))
    world.catalogue().transfer(transfer(1, source=1, target=0))
    with pytest.raises(VersionConflict):
        world.catalogue().correct(stale, 3)
    (fresh, _) = world.catalogue().levels({"MUG-1": 2})
    world.catalogue().correct(fresh, -3)
    assert units_left(world, "MUG-1", 2) == [2, 5]


def test_some_counters_are_read_alone(world: World) -> None:
    stocked(world, "MUG-1", 5, 6)
    stocked(world, "CAP-1", 7)
    wanted = [("CAP-1", 0), ("MUG-1", 1), ("MUG-1", 9)]
    assert list(world.catalogue().counters(wanted)) == [
        ShardLevel(sku="CAP-1", shard=0, available=7),
        ShardLevel(sku="MUG-1", shard=1, available=6),
    ]


def test_products_are_listed_by_sku_page_by_page(world: World) -> None:
    skus = [f"SKU-{number:02}" for number in range(11)]
    for sku in reversed(skus):
        stocked(world, sku, 1)

    def listed() -> list[str]:
        found: list[str] = []
        while page := world.catalogue().page(after=found[-1] if found else "", limit=4):
            assert len(page) <= 4
            found += [product.sku for product in page]
        return found

    assert eventually(listed, skus) == skus
    assert world.catalogue(world.other_tenant_id).page(after="", limit=4) == []
