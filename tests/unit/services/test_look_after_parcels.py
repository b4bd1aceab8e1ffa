"""Parcels on their way are asked after when they are due, and silence becomes a task."""

from datetime import datetime, timedelta

import pytest
from orderloom.domain.order import Attention, AttentionKind, Fulfilment, Order, Watch
from orderloom.domain.order import FulfilmentState as S
from orderloom.domain.transition import EventType
from orderloom.errors import ProviderRefused, ProviderUnavailable, RateLimited
from orderloom.ports.carrier import Scan
from orderloom.services.look_after_parcels import LookAfterParcels, LookReport

from tests.builders.tenants import a_tenant
from tests.fakes.carrier import FakeCarrier
from tests.fakes.clock import FakeClock
from tests.fakes.orders import FakeOrders
from tests.fakes.parcels import FakeParcels
from tests.unit.domain.orders import NOW, a_shipped_order


class Desk:
    """One tenant's parcels with DHL."""

    def __init__(self, *, told: bool = False) -> None:
        self.clock = FakeClock(NOW)
        self.orders = FakeOrders(clock=self.clock)
        self.carrier = FakeCarrier(name="dhl")
        self.look = LookAfterParcels(
            tenant=a_tenant("acme"),
            orders=self.orders,
            parcels=FakeParcels(self.orders),
            carrier=self.carrier,
            clock=self.clock,
            told=told,
        )

    def parcel(self, state: S, *, order_id: str = "ord_1", **ago: float) -> None:
        """Due now; it last moved so long ago."""
        fulfilment = Fulfilment(
            state=state,
            account="dhl",
            carrier="dhl",
            service="express",
            label_id=f"label-{order_id}",
            tracking_number=f"T-{order_id}",
            moved_at=NOW - timedelta(**ago),
            watch=Watch(at=NOW - timedelta(minutes=1)),
        )
        self.orders.add(a_shipped_order(state, order_id=order_id, fulfilment=fulfilment))

    def scanned(self, *scans: tuple[S | None, datetime], order_id: str = "ord_1") -> None:
        told = [Scan(state, moment, "told by the carrier") for state, moment in scans]
        self.carrier.scans[f"T-{order_id}"] = told

    def __call__(self) -> LookReport:
        return self.look("dhl")

    def order(self, order_id: str = "ord_1") -> Order:
        return self.orders.get(order_id)

    def next_look(self, order_id: str = "ord_1") -> timedelta | None:
        watch = self.order(order_id).fulfilment.watch
        return watch.at - self.clock.now() if watch else None


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
    assert desk.order().fulfilment.watch is None


def test_a_used_up_budget_leaves_all_others_due() -> None:
    desk = Desk()
    for order_id in ("ord_1", "ord_2"):
        desk.parcel(S.SHIPPED, order_id=order_id, days=1)
    desk.carrier.faults.before("track", RateLimited("dhl", "track", "429", retry_after=30))
    with pytest.raises(RateLimited):
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


@pytest.mark.parametrize(
    ("state", "days", "kind"),
    [
        (S.LABELLED, 3, AttentionKind.PARCEL_NOT_SCANNED),
        (S.SHIPPED, 7, AttentionKind.PARCEL_STUCK),
    ],
)
def test_silence_opens_one_task_which_a_scan_closes(
    state: S, days: int, kind: AttentionKind
) -> None:
    desk = Desk()
    desk.parcel(state, days=days)
    assert desk().silent == ["ord_1"]
    task = desk.order().attention
    assert task is not None
    assert task.kind is kind
    assert "T-ord_1" in task.detail
    opened = desk.orders.commits[-1].event.data
    assert (opened["account"], opened["label_id"]) == ("dhl", "label-ord_1")
    desk.clock.advance(days=1)
    assert desk() == LookReport(asked=1)
    desk.scanned((S.SHIPPED, desk.clock.now()))
    desk.clock.advance(days=1)
    assert desk().moved == ["ord_1"]
    assert desk.order().attention is None


def test_a_person_who_put_the_task_aside_is_not_asked_again() -> None:
    desk = Desk()
    desk.parcel(S.SHIPPED, days=8)
    desk()
    desk.orders.add(desk.order().model_copy(update={"attention": None}))
    desk.clock.advance(days=1)
    assert desk().silent == []


def test_a_scan_in_between_is_no_silence() -> None:
    """Of the state the order is in: it moved nothing, and yet the parcel was seen."""
    desk = Desk()
    desk.parcel(S.SHIPPED, days=8)
    desk.scanned((S.SHIPPED, NOW - timedelta(days=2)))
    assert desk().silent == []


def test_another_task_is_not_pushed_aside() -> None:
    desk = Desk()
    desk.parcel(S.SHIPPED, days=8)
    task = Attention(kind=AttentionKind.DISPUTE, since=NOW, detail="a dispute")
    desk.orders.add(desk.order().model_copy(update={"attention": task}))
    assert desk().silent == []
    assert desk.order().attention == task


def test_a_carrier_that_refuses_to_tell_leaves_what_is_known_here() -> None:
    desk = Desk()
    desk.parcel(S.LABELLED, days=4)
    desk.carrier.faults.before("track", ProviderRefused("dhl", "track", "no", "never"))
    report = desk()
    assert (report.refused, report.silent) == (["ord_1"], ["ord_1"])


def test_whoever_changes_the_order_meanwhile_is_not_overwritten() -> None:
    desk = Desk()
    desk.parcel(S.SHIPPED, days=1)
    desk.scanned((S.DELIVERED, NOW))

    def meanwhile() -> None:
        desk.orders.add(desk.order().model_copy(update={"version": 9}))

    desk.orders.before_next_commit(meanwhile)
    assert desk().moved == []
    assert desk().moved == ["ord_1"]
