"""Reconciling: what adds up, what only seems not to, and what is put away."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from orderloom.domain.catalogue import Allocation, Product
from orderloom.domain.order import Fulfilment, Order
from orderloom.domain.states import FulfilmentState, Lifecycle, StockState
from orderloom.errors import VersionConflict
from orderloom.services.reconcile_stock import Correction, ReconcileStock, StockReport

from tests.builders.catalogue import a_product
from tests.builders.orders import an_order
from tests.builders.tenants import a_tenant
from tests.fakes.catalogue import FakeCatalogue
from tests.fakes.clock import FakeClock
from tests.fakes.orders import FakeOrders
from tests.fakes.stock_books import FakeStockBooks
from tests.fakes.tenants import FakeTenants
from tests.fakes.warehouse import Warehouse

SHIPPED: dict[str, Any] = {
    "fulfilment": Fulfilment(state=FulfilmentState.SHIPPED),
    "saga_running": False,
}


class Store:
    """Ten mugs received, on three counters; `between` acts before each further count."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.warehouse = Warehouse()
        self.catalogue = FakeCatalogue(warehouse=self.warehouse)
        self.orders = FakeOrders(clock=self.clock, warehouse=self.warehouse)
        self.books = FakeStockBooks()
        self.product: Product = a_product(received=10)
        self.catalogue.add(self.product, 4, 3, 3)
        self.between: list[Callable[[], object]] = []

    def holds(self, units: int, *, shard: int = 0, **changes: Any) -> Order:
        """An order that took units from a counter, just now."""
        taken = (Allocation(sku="MUG-1", shard=shard, quantity=units),)
        fields: dict[str, Any] = {"stock": StockState.RESERVED, "allocations": taken, **changes}
        order = an_order(created_at=self.clock.now(), **fields)
        self.orders.add(order)
        self.warehouse.units["MUG-1", shard] -= units
        return order

    def becomes(self, order: Order, **changes: Any) -> None:
        self.orders.add(order.model_copy(update=changes))

    def lose(self, units: int, shard: int = 0) -> None:
        self.warehouse.units["MUG-1", shard] -= units

    def reconcile(self, *, repair: bool = False) -> StockReport:
        return ReconcileStock(
            catalogue=self.catalogue,
            orders=self.orders,
            books=self.books,
            tenants=FakeTenants(a_tenant()),
            clock=self.clock,
            pause=lambda: self.between.pop(0)() if self.between else None,
        )(repair=repair)

    def figures(self) -> tuple[int, int, int]:
        count = self.reconcile().counts["MUG-1"]
        assert count.drift == 0
        return count.available, count.reserved, count.shipped


def test_what_is_here_reserved_and_shipped_adds_up() -> None:
    store = Store()
    store.holds(2)
    store.holds(1, **SHIPPED)
    store.becomes(an_order())
    assert store.figures() == (7, 2, 1)
    assert store.reconcile() == store.reconcile()


def test_an_order_that_took_its_units_while_they_were_counted_is_no_drift() -> None:
    store = Store()
    store.lose(2)
    order = an_order()
    taken = (Allocation(sku="MUG-1", shard=0, quantity=2),)
    store.between = [
        lambda: store.becomes(order, stock=StockState.RESERVED, allocations=taken),
    ]
    report = store.reconcile(repair=True)
    assert (report.drifts, report.unsettled) == ((), ())


def test_a_sku_that_never_stands_still_is_neither_cleared_nor_blamed() -> None:
    store = Store()
    store.lose(1)
    store.between = [lambda: store.lose(1, shard=1)] * 3
    report = store.reconcile(repair=True)
    assert (report.drifts, report.unsettled) == ((), ("MUG-1",))
    assert sum(store.warehouse.units.values()) == 6


def test_what_moves_first_and_then_stands_still_is_a_drift_after_all() -> None:
    store = Store()
    store.lose(1)
    store.between = [lambda: store.lose(1)]
    assert [drift.count.drift for drift in store.reconcile().drifts] == [-2]


def test_missing_units_come_back_and_units_too_many_go() -> None:
    store = Store()
    store.lose(4)
    (drift,) = store.reconcile(repair=True).drifts
    assert (drift.mended, drift.left) == ((Correction(shard=0, units=4),), 0)
    store.lose(-9, shard=1)
    (drift,) = store.reconcile(repair=True).drifts
    assert (drift.count.drift, drift.left) == (9, 0)
    assert store.figures() == (10, 0, 0)


def test_more_than_was_ever_received_cannot_be_mended() -> None:
    store = Store()
    for shard, units in enumerate((4, 3, 3)):
        store.holds(units, shard=shard)
    store.lose(-1)
    store.holds(1)
    store.holds(0)
    (drift,) = store.reconcile(repair=True).drifts
    assert (drift.mended, drift.left) == ((), 1)


def test_a_counter_that_changed_since_is_left_alone() -> None:
    store = Store()
    store.lose(4)
    store.catalogue.faults.before("correct", VersionConflict("changed"))
    (drift,) = store.reconcile(repair=True).drifts
    assert (drift.mended, drift.left) == ((), -4)
    assert sum(store.warehouse.units.values()) == 6


def test_old_orders_are_put_away_and_may_then_be_archived() -> None:
    store = Store()
    gone = store.holds(1, **SHIPPED)
    waiting = store.holds(2)
    store.clock.advance(days=2)
    store.reconcile(repair=True)
    assert store.books.written["MUG-1"].sold == 1
    assert store.books.written["MUG-1"].open == {waiting.order_id: 2}
    store.orders.forget(gone.order_id)
    assert store.figures() == (7, 2, 1)
    store.becomes(waiting, **SHIPPED)
    assert store.figures() == (7, 0, 3)
    store.clock.advance(hours=1)
    store.reconcile(repair=True)
    store.orders.forget(waiting.order_id)
    assert store.figures() == (7, 0, 3)


def test_an_order_kept_open_may_still_give_its_units_back() -> None:
    store = Store()
    order = store.holds(2)
    store.clock.advance(days=2)
    store.reconcile(repair=True)
    over = {"lifecycle": Lifecycle.CLOSED, "stock": StockState.RELEASED, "allocations": ()}
    store.becomes(order, saga_running=False, **over)
    store.lose(-2)
    assert store.figures() == (10, 0, 0)
    store.clock.advance(hours=1)
    store.reconcile(repair=True)
    assert store.books.written["MUG-1"].open == {}


def test_putting_away_that_broke_off_counts_no_order_twice() -> None:
    store = Store()
    store.holds(1, **SHIPPED)
    store.clock.advance(days=2)
    store.books.faults.before("advance", VersionConflict("broke off"))
    store.reconcile(repair=True)
    assert store.books.written["MUG-1"].sold == 1
    assert store.books.through() is None
    assert store.figures() == (9, 0, 1)
    store.clock.advance(hours=1)
    store.reconcile(repair=True)
    assert store.books.through() == store.clock.now() - timedelta(days=1)
    assert store.figures() == (9, 0, 1)


def test_an_order_that_has_yet_to_take_its_units_is_waited_for() -> None:
    store = Store()
    store.clock.advance(hours=1)
    late = an_order(created_at=store.clock.now())
    store.orders.add(late)
    store.clock.advance(days=3)
    store.reconcile(repair=True)
    assert store.books.through() == late.created_at - timedelta(microseconds=1)


def test_a_look_writes_nothing() -> None:
    store = Store()
    store.lose(1)
    store.holds(1, **SHIPPED)
    store.clock.advance(days=2)
    store.reconcile()
    assert (store.books.written, store.books.through()) == ({}, None)
    assert sum(store.warehouse.units.values()) == 8
