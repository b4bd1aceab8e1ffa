"""Products and the setting of their counters."""

import pytest
from orderloom.domain.catalogue import Allocation
from orderloom.errors import NotFound, VersionConflict
from orderloom.ports.orders import StockMove

from tests.builders.catalogue import a_product, levels
from tests.builders.transitions import a_transition
from tests.integration.steps import placed_order, stocked, units_left
from tests.integration.worlds import World


def test_a_product_is_read_back_whole(world: World) -> None:
    product = a_product()
    world.catalogue().save(product, seen=(), levels=levels("MUG-1", 4, 3, 3))
    assert world.catalogue().product("MUG-1") == product
    assert tuple(world.catalogue().levels({"MUG-1": 3})) == levels("MUG-1", 4, 3, 3)
    with pytest.raises(NotFound):
        world.catalogue(world.other_tenant_id).product("MUG-1")


def test_of_many_products_those_that_exist_are_read_at_once(world: World) -> None:
    for number in range(3):
        stocked(world, f"SKU-{number}", 1)
    wanted = [f"SKU-{number}" for number in (2, 0, 7, 2)]
    assert sorted(world.catalogue().products(wanted)) == ["SKU-0", "SKU-2"]
    assert world.catalogue().products([]) == {}


def test_more_counters_than_one_read_can_fetch(world: World) -> None:
    skus = [f"SKU-{number}" for number in range(30)]
    for sku in skus:
        stocked(world, sku, 1, 2, 3, 4)
    found = world.catalogue().levels(dict.fromkeys(skus, 4))
    assert [(level.sku, level.shard, level.available) for level in found] == [
        (sku, shard, shard + 1) for sku in skus for shard in range(4)
    ]


def test_a_new_product_is_new_once(world: World) -> None:
    stocked(world, "MUG-1", 5)
    with pytest.raises(VersionConflict):
        stocked(world, "MUG-1", 7)
    assert units_left(world, "MUG-1", 1) == [5]


def test_an_older_version_is_not_written(world: World) -> None:
    stocked(world, "MUG-1", 5)
    seen = world.catalogue().levels({"MUG-1": 1})
    renamed = a_product(shards=1, version=2, name="Big mug")
    world.catalogue().save(renamed, seen=seen, levels=seen)
    with pytest.raises(VersionConflict):
        world.catalogue().save(renamed, seen=seen, levels=levels("MUG-1", 9))
    assert world.catalogue().product("MUG-1") == renamed
    assert units_left(world, "MUG-1", 1) == [5]


def test_a_sale_since_the_look_forbids_the_setting(world: World) -> None:
    stocked(world, "MUG-1", 5, 5)
    seen = world.catalogue().levels({"MUG-1": 2})
    sold = StockMove((Allocation(sku="MUG-1", shard=1, quantity=1),), direction=-1)
    world.orders().commit(a_transition(placed_order(world)), stock=sold)
    with pytest.raises(VersionConflict):
        world.catalogue().save(
            a_product(shards=2, version=2), seen=seen, levels=levels("MUG-1", 50, 50)
        )
    assert units_left(world, "MUG-1", 2) == [5, 4]
    assert world.catalogue().product("MUG-1").version == 1


def test_a_look_that_is_not_set_counts_as_well(world: World) -> None:
    stocked(world, "MUG-1", 5, 5)
    stale = levels("MUG-1", 5, 4)
    with pytest.raises(VersionConflict):
        world.catalogue().save(
            a_product(shards=2, version=2), seen=stale, levels=levels("MUG-1", 9)
        )


def test_counters_grow(world: World) -> None:
    stocked(world, "MUG-1", 5)
    seen = world.catalogue().levels({"MUG-1": 3})
    world.catalogue().save(
        a_product(shards=3, version=2), seen=seen, levels=levels("MUG-1", 2, 2, 2)
    )
    assert units_left(world, "MUG-1", 3) == [2, 2, 2]
