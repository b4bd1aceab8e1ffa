"""Parcels on their way are asked after when they are due."""

from datetime import timedelta

import pytest
from orderloom.domain.states import FulfilmentState as S
from orderloom.domain.transition import EventType
from orderloom.errors import ProviderPaused, ProviderUnavailable, RateLimited
from orderloom.services.look_after_parcels import LookReport

from tests.unit.domain.orders import NOW
from tests.unit.services.parcel_desk import Desk


def test_what_the_carrier_tells_moves_the_order_once() -> None:
    desk = Desk()
    desk.parcel(S.LABELLED, days=1)
    desk.scanned((S.SHIPPED, NOW - timedelta(hours=3)), (None, NOW - timedelta(hours=1)))
    assert desk().moved == ["ord_1"]
    (told,) = desk.orders.commits
    assert told.event.type is EventType.SHIPMENT_UPDATED
    assert told.event.provider_event is not None
    assert told.event.provider_event.swept
    assert desk.order().fulfilment.state is S.SHIPPED
    desk.clock.advance(hours=6)
    assert desk() == LookReport(asked=1)
    assert len(desk.orders.commits) == 1


@pytest.mark.parametrize(
    ("state", "told", "hours"),
    [
        (S.LABELLED, False, 8),
        (S.SHIPPED, False, 6),
        (S.OUT_FOR_DELIVERY, False, 1),
        (S.RETURNING, False, 24),
        (S.SHIPPED, True, 24),
        (S.OUT_FOR_DELIVERY, True, 12),
    ],
)
def test_the_pace_is_that_of_the_parcel(state: S, *, told: bool, hours: int) -> None:
    desk = Desk(told=told)
    desk.parcel(state, hours=1)
    assert desk().asked == 1
    assert desk.next_look() == timedelta(hours=hours)
    assert desk().asked == 0


def test_nobody_asks_after_a_parcel_that_arrived() -> None:
    desk = Desk()
    desk.parcel(S.OUT_FOR_DELIVERY, days=1)
    desk.scanned((S.DELIVERED, NOW))
    desk()
    desk.clock.advance(days=30)
    assert desk() == LookReport()


def test_a_parcel_lost_for_months_is_asked_after_no_longer() -> None:
    desk = Desk()
    desk.parcel(S.SHIPPED, days=119, hours=23)
    desk()
    assert desk.next_look() is None


@pytest.mark.parametrize(
    "why",
    [
        RateLimited("dhl", "track", "429", retry_after=30),
        ProviderPaused("dhl", "track", "its circuit is open"),
    ],
)
def test_an_account_that_is_not_asked_leaves_all_its_parcels_due(why: Exception) -> None:
    desk = Desk()
    for order_id in ("ord_1", "ord_2"):
        desk.parcel(S.SHIPPED, order_id=order_id, days=1)
    desk.carrier.faults.before("track", why)
    with pytest.raises(type(why)):
        desk()
    assert desk().asked == 2


def test_a_parcel_whose_answer_fails_lets_the_others_get_on() -> None:
    desk = Desk()
    for order_id in ("ord_1", "ord_2"):
        desk.parcel(S.SHIPPED, order_id=order_id, days=1)
    desk.carrier.faults.before("track", ProviderUnavailable("dhl", "track", "broken"))
    with pytest.raises(ProviderUnavailable):
        desk()
    assert desk().asked == 1
    assert desk.next_look("ord_1") == timedelta(minutes=30)


def test_whoever_changes_the_order_meanwhile_is_not_overwritten() -> None:
    desk = Desk()
    desk.parcel(S.SHIPPED, days=1)
    desk.scanned((S.DELIVERED, NOW))

    def meanwhile() -> None:
        desk.orders.add(desk.order().model_copy(update={"version": 9}))

    desk.orders.before_next_commit(meanwhile)
    assert desk().moved == []
    assert desk().moved == ["ord_1"]
