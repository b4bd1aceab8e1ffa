"""Generated histories of a small shop: after every step its stock adds up, and none is oversold.

The rules act through the services, against the fakes (many histories) and DynamoDB (a few).
A further kind of step is a further `@rule`.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from orderloom.domain.closing import Failure
from orderloom.domain.order import FulfilmentState, Lifecycle, Order, StockState
from orderloom.domain.transition import EventType
from orderloom.errors import Conflict, OrderCancelled, OutOfStock
from orderloom.services.cancel_order import CancelOrder
from orderloom.services.grow_stock import GrowStock
from orderloom.services.put_product import ProductRequest, PutProduct
from orderloom.services.rebalance_stock import RebalanceStock
from orderloom.services.reconcile_stock import ReconcileStock
from orderloom.services.release_stock import ReleaseStock
from orderloom.services.reserve_stock import ReserveStock

from tests.builders.orders import a_line, a_placed, an_idempotency_record, an_order
from tests.builders.tenants import a_tenant
from tests.builders.transitions import a_transition
from tests.fakes.clock import MOMENT
from tests.integration.worlds import DynamoWorld, FakeWorld, World

SKUS = ("CAP-1", "MUG-1")
EXPIRED = Failure(error="States.Timeout")
_AT_A_TIME = st.integers(1, 6)


class StockHistory(RuleBasedStateMachine):
    """`make_world` is set by who runs it."""

    make_world: Callable[[], World]

    @initialize(units=st.tuples(st.integers(0, 9), st.integers(0, 9)))
    def open_shop(self, units: tuple[int, int]) -> None:
        self.world = type(self).make_world()
        self.world.tenants.register(a_tenant(self.world.tenant_id), f"olk_{self.world.tenant_id}")
        self.order_ids: list[str] = []
        self.received = dict.fromkeys(SKUS, 0)
        for sku, stock in zip(SKUS, units, strict=True):
            self._put(sku, stock)

    @rule(sku=st.sampled_from(SKUS), stock=st.integers(0, 12))
    def put_stock(self, sku: str, stock: int) -> None:
        self._put(sku, stock)

    @rule(quantities=st.dictionaries(st.sampled_from(SKUS), _AT_A_TIME, min_size=1))
    def place(self, quantities: dict[str, int]) -> None:
        order = an_order(tenant_id=self.world.tenant_id, created_at=self.world.clock.now())
        lines = tuple(a_line(sku=sku, quantity=units) for sku, units in quantities.items())
        products = self.world.catalogue().products(list(quantities))
        shards = {sku: product.shards for sku, product in products.items()}
        self.world.orders().place(
            order,
            a_placed(order, lines=lines, shards=shards),
            list_shards=4,
            idempotency=an_idempotency_record(order),
        )
        self.order_ids.append(order.order_id)
        self.world.clock.advance(minutes=1)

    @precondition(lambda self: self.order_ids)
    @rule(data=st.data())
    def reserve(self, data: st.DataObject) -> None:
        order = self._some_order(data)
        wanted = self.world.orders().placed(order.order_id).wanted
        enough = all(self._available(sku) >= units for sku, units in wanted.items())
        reserve = ReserveStock(
            orders=self.world.orders(), catalogue=self.world.catalogue(), clock=self.world.clock
        )
        try:
            reserve(order.order_id)
        except OutOfStock:
            assert not enough
        except OrderCancelled:
            assert order.lifecycle is not Lifecycle.OPEN
        else:
            assert enough or order.stock is StockState.RESERVED

    @precondition(lambda self: self.order_ids)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        order = self._some_order(data)
        try:
            CancelOrder(orders=self.world.orders(), clock=self.world.clock)(order.order_id)
        except Conflict:
            assert order.fulfilment.state is FulfilmentState.SHIPPED

    @precondition(lambda self: self.order_ids)
    @rule(data=st.data())
    def release_or_expire(self, data: st.DataObject) -> None:
        """The last compensating step, of an order that was cancelled or never paid."""
        order = self._some_order(data)
        if order.saga_running:
            release = ReleaseStock(orders=self.world.orders(), clock=self.world.clock)
            release(order.order_id, EXPIRED)

    @precondition(lambda self: self.order_ids)
    @rule(data=st.data())
    def ship(self, data: st.DataObject) -> None:
        order = self._some_order(data)
        if order.lifecycle is Lifecycle.OPEN and order.stock is StockState.RESERVED:
            gone = order.fulfilment.model_copy(update={"state": FulfilmentState.SHIPPED})
            shipped = a_transition(
                order, EventType.SHIPMENT_UPDATED, fulfilment=gone, saga_running=False
            )
            self.world.orders().commit(shipped)

    @rule(sku=st.sampled_from(SKUS))
    def rebalance(self, sku: str) -> None:
        levels = RebalanceStock(catalogue=self.world.catalogue())(sku).levels
        available = [level.available for level in levels]
        assert max(available) - min(available) <= 1

    @rule(sku=st.sampled_from(SKUS), shards=st.integers(1, 7))
    def grow(self, sku: str, shards: int) -> None:
        grow = GrowStock(catalogue=self.world.catalogue(), clock=self.world.clock)
        assert grow(sku, shards).product.shards >= shards

    @rule(days=st.integers(0, 2))
    def reconcile(self, days: int) -> None:
        """Later: what is old enough goes into the books."""
        self.world.clock.advance(days=days)
        assert self._reconciled(repair=True) == {}

    @invariant()
    def no_counter_is_below_zero(self) -> None:
        levels = self.world.catalogue().levels(dict.fromkeys(SKUS, 8))
        assert all(level.available >= 0 for level in levels)

    @invariant()
    def every_sku_adds_up(self) -> None:
        assert self._reconciled(repair=False) == {}
        for sku, product in self.world.catalogue().products(SKUS).items():
            assert product.received == self.received[sku]

    @invariant()
    def orders_hold_what_they_ask_for_or_nothing(self) -> None:
        for order_id in self.order_ids:
            order, placed = self.world.orders().get(order_id), self.world.orders().placed(order_id)
            held: dict[str, int] = {}
            for taken in order.allocations:
                held[taken.sku] = held.get(taken.sku, 0) + taken.quantity
            assert held == (placed.wanted if order.stock is StockState.RESERVED else {})

    def _put(self, sku: str, stock: int) -> None:
        before = self._available(sku)
        put = PutProduct(
            catalogue=self.world.catalogue(), tenants=self.world.tenants, clock=self.world.clock
        )
        put(ProductRequest(sku, "Thing", price=900, currency="USD", weight_grams=9, stock=stock))
        self.received[sku] += stock - before

    def _available(self, sku: str) -> int:
        return sum(level.available for level in self.world.catalogue().levels({sku: 8}))

    def _some_order(self, data: st.DataObject) -> Order:
        return self.world.orders().get(data.draw(st.sampled_from(self.order_ids)))

    def _reconciled(self, *, repair: bool) -> dict[str, Any]:
        reconcile = ReconcileStock(
            catalogue=self.world.catalogue(),
            orders=self.world.orders(),
            books=self.world.stock_books(),
            tenants=self.world.tenants,
            clock=self.world.clock,
            pause=lambda: self.world.clock.advance(seconds=1),
        )
        report = reconcile(repair=repair)
        assert report.counts.keys() == set(SKUS)
        return {drift.count.sku: drift.count.drift for drift in report.drifts}


def histories(make_world: Callable[[], World], *, examples: int) -> None:
    machine = type("Histories", (StockHistory,), {"make_world": staticmethod(make_world)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=timedelta(seconds=30),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_histories_in_memory() -> None:
    histories(FakeWorld, examples=150)


def test_histories_in_dynamodb(dynamodb: DynamoWorld) -> None:
    histories(dynamodb.another, examples=3)


@pytest.mark.parametrize("units", [-3, 4])
def test_a_drift_is_found_and_mended(world: World, units: int) -> None:
    history = type("One", (StockHistory,), {"make_world": staticmethod(lambda: world)})()
    history.open_shop((6, 6))
    (level, *_) = world.catalogue().levels({"CAP-1": 3})
    world.catalogue().correct(level, units if units > 0 else -level.available)
    drift = units if units > 0 else -level.available
    assert history._reconciled(repair=False) == {"CAP-1": drift}
    assert history._reconciled(repair=True) == {"CAP-1": drift}
    assert history._reconciled(repair=False) == {}
    assert world.clock.now() > MOMENT
