"""Stock moves inside commits, alone and against many at once."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from orderloom.domain.catalogue import Allocation
from orderloom.domain.order import Order
from orderloom.domain.transition import Transition
from orderloom.errors import CorruptRecord, VersionConflict
from orderloom.ports.orders import ProviderObject, StockMove

from tests.builders.transitions import a_transition
from tests.integration.steps import placed_order, stocked, units_left
from tests.integration.worlds import World


def take(*units: tuple[str, int, int]) -> StockMove:
    """Of (sku, shard, quantity)."""
    allocations = tuple(
        Allocation(sku=sku, shard=shard, quantity=quantity) for sku, shard, quantity in units
    )
    return StockMove(allocations, direction=-1)


def test_units_are_taken_and_given_back_with_the_order(world: World) -> None:
    stocked(world, "MUG-1", 5, 5, 5)
    taken = take(("MUG-1", 0, 2), ("MUG-1", 2, 5))
    reserved = a_transition(placed_order(world), allocations=taken.allocations)
    world.orders().commit(reserved, stock=taken)
    assert units_left(world, "MUG-1", 3) == [3, 5, 0]
    assert world.orders().get(reserved.order.order_id).allocations == taken.allocations
    released = a_transition(reserved.order, allocations=())
    world.orders().commit(released, stock=StockMove(taken.allocations, direction=1))
    assert units_left(world, "MUG-1", 3) == [5, 5, 5]
    assert world.orders().get(reserved.order.order_id).allocations == ()


def test_one_counter_too_low_and_nothing_is_written(world: World) -> None:
    stocked(world, "MUG-1", 5)
    stocked(world, "CAP-1", 1)
    order = placed_order(world)
    with pytest.raises(VersionConflict):
        world.orders().commit(
            a_transition(order),
            stock=take(("MUG-1", 0, 2), ("CAP-1", 0, 2)),
            aliases=[ProviderObject("stripe", "pi_1")],
        )
    assert units_left(world, "MUG-1", 1) == [5]
    assert units_left(world, "CAP-1", 1) == [1]
    assert world.orders().get(order.order_id) == order
    assert world.orders().find("stripe", "pi_1") is None


def test_a_changed_order_takes_no_stock(world: World) -> None:
    stocked(world, "MUG-1", 5)
    order = placed_order(world)
    world.orders().commit(a_transition(order))
    with pytest.raises(VersionConflict):
        world.orders().commit(a_transition(order), stock=take(("MUG-1", 0, 2)))
    assert units_left(world, "MUG-1", 1) == [5]


def test_nothing_is_taken_from_a_counter_that_is_not_there(world: World) -> None:
    with pytest.raises(VersionConflict):
        world.orders().commit(a_transition(placed_order(world)), stock=take(("GONE", 0, 1)))


def test_nothing_is_given_back_to_a_counter_that_is_not_there(world: World) -> None:
    give_back = StockMove((Allocation(sku="GONE", shard=0, quantity=1),), direction=1)
    with pytest.raises(CorruptRecord):
        world.orders().commit(a_transition(placed_order(world)), stock=give_back)
    assert units_left(world, "GONE", 1) == []


def test_of_twenty_commits_at_once_one_wins_each_version(world: World) -> None:
    order = placed_order(world)
    wins = []
    for _ in range(3):
        current = world.orders().get(order.order_id)
        attempts = [a_transition(current)] * 20
        with ThreadPoolExecutor(20) as pool:
            wins.append(sum(pool.map(partial(_commits, world), attempts)))
    assert wins == [1, 1, 1]
    head, _, events = world.orders().timeline(order.order_id)
    assert head.version == 4
    assert [event.version for event in events] == [1, 2, 3, 4]


def test_sixteen_takers_never_oversell_three_counters(world: World) -> None:
    stocked(world, "MUG-1", 3, 3, 3)
    orders = [placed_order(world) for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        taken = sum(pool.map(lambda order: _takes_one_somewhere(world, order), orders))
    assert taken == 9
    assert units_left(world, "MUG-1", 3) == [0, 0, 0]


def _commits(world: World, transition: Transition) -> bool:
    try:
        world.orders().commit(transition)
    except VersionConflict:
        return False
    return True


def _takes_one_somewhere(world: World, order: Order) -> bool:
    """As ReserveStock does: read the counters, take from one that has units, decide again."""
    while True:
        levels = world.catalogue().levels({"MUG-1": 3})
        full = [level for level in levels if level.available]
        assert all(level.available >= 0 for level in levels)
        if not full:
            return False
        try:
            stock = take(("MUG-1", full[0].shard, 1))
            world.orders().commit(a_transition(order), stock=stock)
        except VersionConflict:
            continue
        return True
