"""Several parcels of one order: the order is where the one furthest behind is."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orderloom.domain.closing import request_cancel
from orderloom.domain.fulfilment import decide_tracking
from orderloom.domain.order import Fulfilment, Order, ParcelOnItsWay
from orderloom.domain.several_parcels import numbers_of, together
from orderloom.domain.states import FulfilmentState as S
from orderloom.domain.status import OrderStatus, status_of
from orderloom.domain.transition import OrderEvent, Transition
from orderloom.errors import Conflict

from tests.unit.domain.orders import NOW, a_scan, a_shipped_order

NUMBERS = ("T1", "T2", "T3")
STATES = [state for state in S if state not in {S.NONE, S.MANUAL_REQUIRED, S.VOIDED}]


def three_parcels() -> Order:
    parcels = tuple(ParcelOnItsWay(tracking_number=number, moved_at=NOW) for number in NUMBERS)
    order = a_shipped_order(S.LABELLED)
    fulfilment = order.fulfilment.model_copy(update={"parcels": parcels, "moved_at": NOW})
    return order.model_copy(update={"fulfilment": fulfilment})


def scanned(order: Order, *scans: tuple[str, S]) -> Order:
    for number, state in scans:
        decision = decide_tracking(order, a_scan(state, number), NOW)
        assert isinstance(decision, Transition)
        order = decision.order
    return order


def test_it_is_part_shipped_until_all_have_left() -> None:
    order = scanned(three_parcels(), ("T2", S.SHIPPED))
    assert status_of(order) is OrderStatus.PART_SHIPPED
    order = scanned(order, ("T1", S.OUT_FOR_DELIVERY))
    assert status_of(order) is OrderStatus.PART_SHIPPED
    order = scanned(order, ("T3", S.SHIPPED))
    assert status_of(order) is OrderStatus.SHIPPED


def test_it_is_delivered_when_all_are() -> None:
    order = scanned(three_parcels(), *((number, S.DELIVERED) for number in NUMBERS[:2]))
    assert status_of(order) is OrderStatus.PART_SHIPPED
    order = scanned(order, ("T3", S.DELIVERED))
    assert status_of(order) is OrderStatus.DELIVERED
    assert [parcel.state for parcel in order.fulfilment.parcels] == [S.DELIVERED] * 3


def test_each_parcel_goes_forward_only() -> None:
    order = scanned(three_parcels(), ("T2", S.DELIVERED))
    assert isinstance(decide_tracking(order, a_scan(S.SHIPPED, "T2"), NOW), OrderEvent)
    assert isinstance(decide_tracking(order, a_scan(S.SHIPPED, "T9"), NOW), OrderEvent)
    assert scanned(order, ("T3", S.SHIPPED)).fulfilment.tracking_number == "T1"


def test_a_parcel_scanned_long_before_another_counts() -> None:
    """Each has a clock of its own: the first was scanned days after what is told now."""
    order = three_parcels()
    later = a_scan(S.DELIVERED, "T1")
    source = later.source.model_copy(update={"occurred_at": NOW + timedelta(days=5)})
    moment = NOW + timedelta(days=6)
    decision = decide_tracking(order, later.model_copy(update={"source": source}), moment)
    assert isinstance(decision, Transition)
    assert isinstance(decide_tracking(decision.order, a_scan(S.SHIPPED, "T2"), moment), Transition)


def test_the_timeline_tells_of_the_parcel_and_of_all() -> None:
    decision = decide_tracking(three_parcels(), a_scan(S.DELIVERED, "T2"), NOW)
    assert isinstance(decision, Transition)
    assert decision.event.data["state"] == S.PART_SHIPPED
    assert (decision.event.data["parcel_state"], decision.event.data["tracking_number"]) == (
        S.DELIVERED,
        "T2",
    )


def test_what_has_left_in_part_is_not_cancelled() -> None:
    order = scanned(three_parcels(), ("T2", S.SHIPPED))
    with pytest.raises(Conflict):
        request_cancel(order, NOW)


def test_numbers_of_one_parcel_or_several() -> None:
    assert numbers_of(three_parcels().fulfilment) == NUMBERS
    assert numbers_of(Fulfilment(tracking_number="T1")) == ("T1",)


@given(st.lists(st.sampled_from(STATES), min_size=1, max_size=4))
def test_all_alike_are_together_what_each_is_and_order_does_not_matter(states: list[S]) -> None:
    assert together(states) is together(states[::-1])
    single = {S.PART_SHIPPED: S.LABELLED}
    assert together([states[0]] * 3) is single.get(states[0], states[0])
