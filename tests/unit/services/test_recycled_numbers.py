"""Carriers give tracking numbers out again: each parcel's scans stay with its own order."""

from datetime import datetime, timedelta

import pytest
from orderloom.domain.fulfilment import decide_tracking
from orderloom.domain.order import Fulfilment, Order
from orderloom.domain.states import FulfilmentState
from orderloom.domain.states import FulfilmentState as S
from orderloom.domain.transition import EventType, OrderEvent, Transition
from orderloom.errors import Conflict
from orderloom.ports.orders import ProviderObject
from orderloom.services.number_of_parcel import commit_with_numbers

from tests.builders.transitions import a_transition
from tests.fakes.orders import FakeOrders
from tests.unit.domain.orders import NOW, a_scan, a_shipped_order

NUMBER = ProviderObject("ups", "T1")


def sent(state: S, moved_at: datetime | None, *, order_id: str = "ord_1") -> Order:
    fulfilment = Fulfilment(state=state, tracking_number="T1", moved_at=moved_at)
    return a_shipped_order(state, order_id=order_id, fulfilment=fulfilment)


def decided(order: Order, scan: S, at: datetime = NOW) -> Transition | OrderEvent:
    fact = a_scan(scan)
    source = fact.source.model_copy(update={"occurred_at": at})
    return decide_tracking(order, fact.model_copy(update={"source": source}), NOW)


@pytest.mark.parametrize(
    ("state", "moved", "scan", "scanned", "moves"),
    [
        # Before the label, but for a day by which clocks differ.
        (S.LABELLED, timedelta(0), S.DELIVERED, timedelta(days=2), False),
        (S.LABELLED, timedelta(0), S.SHIPPED, timedelta(hours=20), True),
        # Long after the parcel was delivered, or was last heard of.
        (S.DELIVERED, timedelta(days=61), S.RETURNING, timedelta(0), False),
        (S.DELIVERED, timedelta(days=59), S.RETURNING, timedelta(0), True),
        (S.SHIPPED, timedelta(days=121), S.DELIVERED, timedelta(0), False),
        (S.SHIPPED, timedelta(days=119), S.DELIVERED, timedelta(0), True),
        # Older than what moved it last.
        (S.EXCEPTION, timedelta(days=1), S.SHIPPED, timedelta(days=3), False),
    ],
)
def test_only_scans_of_its_own_time_move_a_parcel(
    state: S, moved: timedelta, scan: S, scanned: timedelta, *, moves: bool
) -> None:
    decision = decided(sent(state, NOW - moved), scan, NOW - scanned)
    assert isinstance(decision, Transition) is moves


@pytest.mark.parametrize(("scan", "moves"), [(S.SHIPPED, False), (S.DELIVERED, True)])
def test_a_scan_from_before_an_exception_does_not_end_it(scan: S, *, moves: bool) -> None:
    """But a delivery is one, even by a clock that is wrong by hours."""
    order = sent(S.EXCEPTION, NOW - timedelta(hours=1))
    assert isinstance(decided(order, scan, NOW - timedelta(hours=2)), Transition) is moves
    assert isinstance(decided(order, scan, NOW), Transition)


def test_when_it_moved_is_by_the_carriers_clock_and_never_in_the_future() -> None:
    order = sent(S.LABELLED, NOW - timedelta(days=2))
    for at, kept in ((-5, NOW - timedelta(hours=5)), (5, NOW)):
        decision = decided(order, S.SHIPPED, NOW + timedelta(hours=at))
        assert isinstance(decision, Transition)
        assert decision.order.fulfilment.moved_at == kept


def labelled(orders: FakeOrders, order_id: str) -> Transition:
    order = a_shipped_order(FulfilmentState.NONE, order_id=order_id, fulfilment=Fulfilment())
    orders.add(order)
    fulfilment = Fulfilment(state=S.LABELLED, tracking_number="T1", moved_at=NOW)
    return a_transition(order, EventType.LABEL_PURCHASED, fulfilment=fulfilment)


def test_a_number_goes_over_to_a_later_order_once_it_is_free() -> None:
    orders = FakeOrders()
    commit_with_numbers(orders, labelled(orders, "ord_1"), [NUMBER], shard=0, now=NOW)
    heir = labelled(orders, "ord_2")
    with pytest.raises(Conflict):
        commit_with_numbers(orders, heir, [NUMBER], shard=0, now=NOW + timedelta(days=119))
    assert orders.find("ups", "T1") == "ord_1"
    commit_with_numbers(orders, heir, [NUMBER], shard=0, now=NOW + timedelta(days=121))
    assert orders.find("ups", "T1") == "ord_2"


def test_an_archived_order_lets_go_of_its_number() -> None:
    orders = FakeOrders()
    commit_with_numbers(orders, labelled(orders, "ord_1"), [NUMBER], shard=0, now=NOW)
    orders.forget("ord_1")
    commit_with_numbers(orders, labelled(orders, "ord_2"), [NUMBER], shard=0, now=NOW)
    assert orders.find("ups", "T1") == "ord_2"
