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
from orderloom.domain.order import Order
from orderloom.domain.states import FulfilmentState, Lifecycle, StockState
from orderloom.domain.transition import EventType
from orderloom.errors import Conflict
from orderloom.services.cancel_order import CancelOrder
from orderloom.services.grow_stock import GrowStock
from orderloom.services.rebalance_stock import RebalanceStock
from orderloom.services.release_stock import ReleaseStock
from orderloom.services.view_order import ViewOrder

from tests.builders.transitions import a_transition
from tests.fakes.archive import FakeArchive
from tests.integration.stock_shop import MOST_SHARDS, SKUS, Interrupted, Shop
from tests.integration.worlds import DynamoWorld, FakeWorld, World

EXPIRED = Failure(error="States.Timeout")
_AT_A_TIME = st.integers(1, 6)


class StockHistory(RuleBasedStateMachine):
    """`make_world` is set by who runs it."""

    make_world: Callable[[], World]

    @initialize(units=st.tuples(st.integers(0, 9), st.integers(0, 9)))
    def open_shop(self, units: tuple[int, int]) -> None:
        self.world = type(self).make_world()
        self.shop = Shop(self.world, *units)
        self.order_ids: list[str] = []

    @rule(sku=st.sampled_from(SKUS), stock=st.integers(0, 12))
    def put_stock(self, sku: str, stock: int) -> None:
        self.shop.put(sku, stock)

    @rule(quantities=st.dictionaries(st.sampled_from(SKUS), _AT_A_TIME, min_size=1))
    def place(self, quantities: dict[str, int]) -> None:
        self.order_ids.append(self.shop.place(quantities))

    @precondition(lambda self: self.order_ids)
    @rule(data=st.data())
    def reserve(self, data: st.DataObject) -> None:
        order = self._some_order(data)
        wanted = self.world.orders().placed(order.order_id).wanted
        enough = all(self.shop.available(sku) >= units for sku, units in wanted.items())
        outcome = self.shop.reserve(order)
        if order.lifecycle is not Lifecycle.OPEN:
            assert outcome == "OrderCancelled"
        elif order.stock is not StockState.RESERVED:
            assert outcome == ("" if enough else "OutOfStock")

    @precondition(lambda self: self.order_ids)
    @rule(data=st.data(), sku=st.sampled_from(SKUS), number=st.integers(1, 7))
    def reserve_while_others_act(self, data: st.DataObject, sku: str, number: int) -> None:
        """Somebody else is between this reservation's look and its commit."""
        order, other = self._some_order(data), self._some_order(data)
        acts = {
            "reserve": lambda: self.shop.reserve(other),
            "rebalance": lambda: self.rebalance(sku),
            "grow": lambda: self.grow(sku, number),
            "put": lambda: self.shop.put(sku, number),
        }
        act = acts[data.draw(st.sampled_from(sorted(acts)))]
        self.shop.reserve(order, Interrupted(self.world.catalogue(), act))

    @precondition(lambda self: self.order_ids)
    @rule(data=st.data(), sku=st.sampled_from(SKUS))
    def rebalance_while_one_is_sold(self, data: st.DataObject, sku: str) -> None:
        order = self._some_order(data)
        busy: Any = Interrupted(self.world.catalogue(), lambda: self.shop.reserve(order))
        RebalanceStock(catalogue=busy)(sku)

    @precondition(lambda self: self.order_ids)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        order = self._some_order(data)
        try:
            view = ViewOrder(orders=self.world.orders(), archive=FakeArchive(self.world.tenant_id))
            cancel = CancelOrder(orders=self.world.orders(), view=view, clock=self.world.clock)
            cancel(order.order_id)
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
        assert self.shop.reconciled(repair=True) == {}

    @invariant()
    def no_counter_is_below_zero(self) -> None:
        levels = self.world.catalogue().levels(dict.fromkeys(SKUS, MOST_SHARDS))
        assert all(level.available >= 0 for level in levels)

    @invariant()
    def every_sku_adds_up(self) -> None:
        assert self.shop.reconciled(repair=False) == {}
        for sku, product in self.world.catalogue().products(SKUS).items():
            assert product.received == self.shop.received[sku]

    @invariant()
    def orders_hold_what_they_ask_for_or_nothing(self) -> None:
        for order_id in self.order_ids:
            order, placed = self.world.orders().get(order_id), self.world.orders().placed(order_id)
            held: dict[str, int] = {}
            for taken in order.allocations:
                held[taken.sku] = held.get(taken.sku, 0) + taken.quantity
            assert held == (placed.wanted if order.stock is StockState.RESERVED else {})

    def _some_order(self, data: st.DataObject) -> Order:
        return self.world.orders().get(data.draw(st.sampled_from(self.order_ids)))


def histories(
    make_world: Callable[[], World], *, examples: int, machine: type[StockHistory] = StockHistory
) -> None:
    bound = type("Histories", (machine,), {"make_world": staticmethod(make_world)})
    run_state_machine_as_test(
        bound,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            deadline=timedelta(seconds=30),
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_histories_in_memory() -> None:
    histories(FakeWorld, examples=200)


def test_histories_in_dynamodb(dynamodb: DynamoWorld) -> None:
    histories(dynamodb.another, examples=3)


@pytest.mark.parametrize("units", [-3, 4])
def test_a_drift_is_found_and_mended(world: World, units: int) -> None:
    shop = Shop(world, 6, 6)
    (level, *_) = world.catalogue().levels({"CAP-1": 3})
    world.catalogue().correct(level, units if units > 0 else -level.available)
    drift = units if units > 0 else -level.available
    assert shop.reconciled(repair=False) == {"CAP-1": drift}
    assert shop.reconciled(repair=True) == {"CAP-1": drift}
    assert shop.reconciled(repair=False) == {}
