"""What nobody vouches for is asked of the carrier, and moves nothing by itself."""

from datetime import timedelta

import pytest
from orderloom.domain.fulfilment import decide_tracking
from orderloom.domain.order import Fulfilment, Order
from orderloom.domain.states import FulfilmentState as S
from orderloom.domain.transition import OrderEvent, Transition
from orderloom.errors import ProviderUnavailable
from orderloom.ports.carrier import Scan
from orderloom.services.confirm_tracking import ConfirmTracking

from tests.fakes.carrier import FakeCarrier
from tests.unit.domain.orders import NOW, a_scan, a_shipped_order

RUMOUR = a_scan(S.DELIVERED).model_copy(update={"proven": False})


def decided(order: Order, *scans: Scan) -> Transition | OrderEvent:
    carrier = FakeCarrier()
    carrier.scans["T1"] = list(scans)
    confirm = ConfirmTracking(lambda _tenant: {"shipstation": carrier})
    return decide_tracking(order, confirm(order, RUMOUR), NOW)


def seen(state: S | None, **ago: float) -> Scan:
    return Scan(state, NOW - timedelta(**ago), "told by the carrier")


def test_a_rumour_moves_nothing() -> None:
    assert isinstance(decide_tracking(a_shipped_order(S.LABELLED), RUMOUR, NOW), OrderEvent)
    assert isinstance(decided(a_shipped_order(S.LABELLED)), OrderEvent)


def test_what_the_carrier_says_counts_and_not_what_the_rumour_said() -> None:
    decision = decided(a_shipped_order(S.LABELLED), seen(S.SHIPPED, hours=2), seen(None, hours=1))
    assert isinstance(decision, Transition)
    assert decision.order.fulfilment.state is S.SHIPPED
    assert decision.event.data["description"] == "told by the carrier"


def test_scans_of_an_earlier_parcel_with_this_number_count_for_nothing() -> None:
    assert isinstance(decided(a_shipped_order(S.LABELLED), seen(S.DELIVERED, days=200)), OrderEvent)


def test_a_later_parcel_with_this_number_does_not_touch_the_old_order() -> None:
    old = a_shipped_order(S.DELIVERED)
    old = old.model_copy(update={"created_at": NOW - timedelta(days=121)})
    assert isinstance(decided(old, seen(S.RETURNING, hours=1)), OrderEvent)
    assert isinstance(decide_tracking(old, a_scan(S.RETURNING), NOW), OrderEvent)


def test_another_labels_number_is_not_asked_about() -> None:
    confirm = ConfirmTracking(lambda _tenant: pytest.fail("asked"))
    other = RUMOUR.model_copy(update={"tracking_number": "T0"})
    assert confirm(a_shipped_order(S.LABELLED), other) == other
    unlabelled = a_shipped_order(S.NONE, fulfilment=Fulfilment(tracking_number="T1"))
    assert confirm(unlabelled, RUMOUR) == RUMOUR


def test_a_carrier_that_does_not_answer_is_asked_again() -> None:
    carrier = FakeCarrier()
    carrier.faults.before("track", ProviderUnavailable("ups", "track", "no answer"))
    with pytest.raises(ProviderUnavailable):
        ConfirmTracking(lambda _tenant: {"shipstation": carrier})(
            a_shipped_order(S.LABELLED), RUMOUR
        )
