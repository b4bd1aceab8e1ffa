"""Whom to believe when counters say there is too little."""

from collections.abc import Callable, Mapping, Sequence

import pytest
from orderloom.domain.catalogue import ShardLevel, Transfer
from orderloom.errors import OutOfStock, TransientError, VersionConflict
from orderloom.keys import shard_of
from orderloom.services.grow_stock import GrowStock
from orderloom.services.reserve_stock import ReserveStock
from orderloom.services.stock_look import MOST_LOOKS, look_for

from tests.builders.catalogue import a_product
from tests.builders.orders import a_line, a_placed, an_order
from tests.fakes.catalogue import FakeCatalogue
from tests.fakes.clock import FakeClock
from tests.fakes.orders import FakeOrders
from tests.fakes.warehouse import Warehouse


class TornCatalogue(FakeCatalogue):
    """Reads counters one by one; `meanwhile` acts once after the first of a look."""

    meanwhile: Callable[[], object] | None = None
    always = False

    def __init__(self, *units: int) -> None:
        self.warehouse = Warehouse()
        super().__init__(warehouse=self.warehouse)
        self.add(a_product(shards=len(units)), *units)

    def counters(self, wanted: Sequence[tuple[str, int]]) -> Sequence[ShardLevel]:
        found: list[ShardLevel] = []
        for counter in wanted:
            found += super().counters([counter])
            if self.meanwhile and len(found) == 1 and len(wanted) > 1:
                act = self.meanwhile
                self.meanwhile = act if self.always else None
                act()
        return found


def move(catalogue: FakeCatalogue, quantity: int, source: int, target: int) -> None:
    moved = Transfer(sku="MUG-1", source=source, target=target, quantity=quantity)
    catalogue.transfer(moved)


def to_and_fro(catalogue: FakeCatalogue) -> None:
    move(catalogue, 1, source=0, target=1)
    move(catalogue, 1, source=1, target=0)


def reserve(catalogue: TornCatalogue, quantity: int, shards: Mapping[str, int]) -> FakeOrders:
    orders = FakeOrders(warehouse=catalogue.warehouse)
    order = an_order()
    lines = (a_line(quantity=quantity),)
    orders.add(order, a_placed(order, lines=lines, shards=dict(shards)))
    ReserveStock(orders=orders, catalogue=catalogue, clock=FakeClock())(order.order_id)
    return orders


def test_units_that_moved_behind_the_look_are_found() -> None:
    """From the counter not yet read to the one read before: the look sees neither side."""
    catalogue = TornCatalogue(0, 5)
    catalogue.meanwhile = lambda: move(catalogue, 5, source=1, target=0)
    reserve(catalogue, 5, {"MUG-1": 2})
    assert catalogue.warehouse.units == {("MUG-1", 0): 0, ("MUG-1", 1): 0}


def test_too_little_is_believed_at_the_second_look() -> None:
    catalogue = TornCatalogue(1, 2)
    looks = []
    catalogue.always, catalogue.meanwhile = True, lambda: looks.append(1)
    with pytest.raises(OutOfStock, match="4 asked for, 3 left"):
        reserve(catalogue, 4, {"MUG-1": 2})
    assert len(looks) == 2


def test_a_sale_between_two_looks_is_no_move() -> None:
    catalogue = TornCatalogue(1, 2)
    units = catalogue.warehouse.units
    catalogue.meanwhile = lambda: units.update({("MUG-1", 1): 1})
    assert [level.available for level in look_for(catalogue, {"MUG-1": 4}, {"MUG-1": 2})] == [1, 1]


def test_counters_that_keep_moving_are_left_to_a_later_try() -> None:
    catalogue = TornCatalogue(1, 1)
    catalogue.always = True
    catalogue.meanwhile = lambda: to_and_fro(catalogue)
    with pytest.raises(VersionConflict):
        look_for(catalogue, {"MUG-1": 4}, {"MUG-1": 2})
    assert sum(catalogue.warehouse.moves.values()) == 4 * MOST_LOOKS
    with pytest.raises(TransientError):
        reserve(catalogue, 4, {"MUG-1": 2})


def test_an_order_placed_before_its_sku_grew_finds_the_new_counters() -> None:
    catalogue = TornCatalogue(6)
    GrowStock(catalogue=catalogue, clock=FakeClock())("MUG-1", 3)
    orders = reserve(catalogue, 6, {"MUG-1": 1})
    (commit,) = orders.commits
    assert {taken.shard for taken in commit.order.allocations} == {0, 1, 2}


def test_growth_in_the_midst_of_a_look_is_no_shortage() -> None:
    catalogue = TornCatalogue(0, 6)
    grow = GrowStock(catalogue=catalogue, clock=FakeClock())
    catalogue.meanwhile = lambda: grow("MUG-1", 3)
    reserve(catalogue, 6, {"MUG-1": 2})
    assert sum(catalogue.warehouse.units.values()) == 0


def test_only_the_home_counter_is_read_where_it_serves() -> None:
    catalogue = TornCatalogue(5, 5, 5)
    read: list[tuple[str, int]] = []
    look = catalogue.counters

    def recorded(wanted: Sequence[tuple[str, int]]) -> Sequence[ShardLevel]:
        read.extend(wanted)
        return look(wanted)

    catalogue.counters = recorded  # type: ignore[method-assign]  # watched, not replaced
    orders = reserve(catalogue, 5, {"MUG-1": 3})
    order = orders.commits[0].order
    home = shard_of(order.order_id, 3)
    assert read == [("MUG-1", home)]
    assert [taken.shard for taken in order.allocations] == [home]
