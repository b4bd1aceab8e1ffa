"""The fulfilment machine: forward only, returns excepted."""

import pytest
from orderloom.domain.fulfilment import decide_tracking
from orderloom.domain.states import FulfilmentState as S
from orderloom.domain.transition import OrderEvent, Transition

from tests.unit.domain.orders import NOW, a_scan, a_shipped_order

FORWARD = [
    (S.LABELLED, S.SHIPPED),
    (S.LABELLED, S.DELIVERED),
    (S.SHIPPED, S.OUT_FOR_DELIVERY),
    (S.OUT_FOR_DELIVERY, S.DELIVERED),
    (S.OUT_FOR_DELIVERY, S.EXCEPTION),
    (S.EXCEPTION, S.SHIPPED),
    (S.EXCEPTION, S.DELIVERED),
    (S.READY_FOR_PICKUP, S.DELIVERED),
    (S.DELIVERED, S.RETURNING),
    (S.RETURNING, S.RETURNED),
]
BACKWARD = [
    (S.DELIVERED, S.SHIPPED),
    (S.DELIVERED, S.OUT_FOR_DELIVERY),
    (S.DELIVERED, S.DELIVERED),
    (S.SHIPPED, S.SHIPPED),
    (S.OUT_FOR_DELIVERY, S.SHIPPED),
    (S.RETURNED, S.DELIVERED),
    (S.VOIDED, S.SHIPPED),
    (S.NONE, S.SHIPPED),
]


@pytest.mark.parametrize(("state", "scan"), FORWARD)
def test_a_scan_moves_the_parcel_on(state: S, scan: S) -> None:
    decision = decide_tracking(a_shipped_order(state), a_scan(scan), NOW)
    assert isinstance(decision, Transition)
    assert decision.order.fulfilment.state is scan


@pytest.mark.parametrize(("state", "scan"), BACKWARD)
def test_a_late_scan_is_kept_but_moves_nothing(state: S, scan: S) -> None:
    decision = decide_tracking(a_shipped_order(state), a_scan(scan), NOW)
    assert isinstance(decision, OrderEvent)
    assert decision.data["tracking_number"] == "T1"


def test_a_scan_without_a_known_state_moves_nothing() -> None:
    assert isinstance(decide_tracking(a_shipped_order(S.LABELLED), a_scan(None), NOW), OrderEvent)


def test_another_labels_scan_moves_nothing() -> None:
    scan = a_scan(S.DELIVERED, tracking_number="T0")
    assert isinstance(decide_tracking(a_shipped_order(S.SHIPPED), scan, NOW), OrderEvent)
