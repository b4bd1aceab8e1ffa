"""News of an account is kept with its connection; a payout is matched when it is told of."""

import json
from datetime import timedelta
from typing import Any

import pytest
from orderloom.adapters.provider_registry import reader_for
from orderloom.domain.connection_health import ConnectionHealth, HealthState
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.sweep_messages import SweepConnection
from orderloom.domain.sweeps import Book
from orderloom.errors import VersionConflict
from orderloom.services.apply_event import ApplyEvent, Outcome
from orderloom.services.note_connection import NoteConnection

from tests.builders.tenants import a_connection, a_tenant
from tests.fakes.clock import FakeClock
from tests.fakes.sweeps import FakeSweepQueue
from tests.fakes.tenants import FakeTenants
from tests.unit.services.shop import Shop

ACCOUNT = "acct_1"
BLOCKED = {"charges_enabled": False, "requirements": {"past_due": ["person.dob"]}}


class Desk:
    """A merchant connected to Stripe, as a platform's account, and to Razorpay."""

    def __init__(self) -> None:
        self.clock, self.sweeps = FakeClock(), FakeSweepQueue()
        self.tenants = FakeTenants(a_tenant())
        self.tenants.connect("acme", a_connection(account_id=ACCOUNT))
        self.tenants.connect("acme", a_connection("razorpay", key_id="rzp_1"))
        shop = Shop()
        self.alerts: list[HealthState] = []
        note = NoteConnection(
            tenants=self.tenants,
            sweeps=self.sweeps,
            clock=self.clock,
            alert=lambda _tenant, _provider, note: self.alerts.append(note.state),
        )
        self._apply = ApplyEvent(
            orders_for=lambda _tenant: shop.orders,
            reader_for=reader_for,
            restore=shop.restore_order,
            clock=self.clock,
            note_connection=note,
        )

    def tell(
        self, kind: str, subject: Any, *, at: int = 0, account: str | None = ACCOUNT
    ) -> Outcome:
        moment = int((self.clock.now() + timedelta(seconds=at)).timestamp())
        event = {"type": kind, "created": moment, "account": account, "data": {"object": subject}}
        return self._take("stripe", event)

    def tell_razorpays(self, kind: str, **entities: Any) -> Outcome:
        payload = {name: {"entity": entity} for name, entity in entities.items()}
        return self._take("razorpay", {"event": kind, "payload": payload})

    def _take(self, provider: str, body: dict[str, Any]) -> Outcome:
        now = self.clock.now()
        return self._apply(InboundEvent("acme", provider, "evt_1", now, json.dumps(body)))

    @property
    def health(self) -> ConnectionHealth:
        return self.tenants.card("acme", "stripe").health

    @property
    def state(self) -> HealthState:
        return self.health.state_at(self.clock.now())


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_an_account_that_cannot_charge_is_noted_until_it_can(desk: Desk) -> None:
    assert desk.tell("account.updated", BLOCKED) is Outcome.APPLIED
    assert desk.tell("account.updated", BLOCKED) is Outcome.NOTED
    (note,) = desk.health.notes
    assert (note.state, note.detail) == (HealthState.BLOCKED, "person.dob")
    well = {"charges_enabled": True, "payouts_enabled": True}
    assert desk.tell("account.updated", well, at=5) is Outcome.APPLIED
    assert desk.tell("account.updated", BLOCKED, at=4) is Outcome.NOTED
    assert desk.state is HealthState.WELL


def test_news_of_another_account_is_not_this_connections(desk: Desk) -> None:
    gone = {"id": "ca_1"}
    kind = "account.application.deauthorized"
    assert desk.tell(kind, gone, account="acct_other") is Outcome.FOREIGN
    assert desk.tell(kind, gone, account=None) is Outcome.FOREIGN
    before = desk.health
    assert not before.deauthorised
    assert desk.tell(kind, gone) is Outcome.APPLIED
    assert desk.tell(kind, gone) is Outcome.NOTED
    assert desk.health.deauthorised
    assert desk.alerts == [HealthState.DEAUTHORISED]


@pytest.mark.parametrize("kind", ["payout.paid", "payout.reconciliation_completed"])
def test_a_payout_is_matched_at_once_by_the_sweep(desk: Desk, kind: str) -> None:
    assert desk.tell(kind, {"id": "po_1", "status": "paid"}) is Outcome.APPLIED
    sweep = SweepConnection(book=Book.PAYOUTS, tenant_id="acme", provider="stripe")
    assert desk.sweeps.sent == [(sweep, 0)]


def test_a_payout_the_bank_did_not_take_shows_until_one_is_paid(desk: Desk) -> None:
    desk.tell("payout.failed", {"id": "po_1", "status": "failed", "failure_code": "account_closed"})
    assert (desk.state, desk.health.notes[0].detail) == (HealthState.IMPAIRED, "account_closed")
    desk.tell("payout.paid", {"id": "po_2", "status": "paid"}, at=60)
    assert desk.state is HealthState.WELL


def test_a_settlement_of_razorpay_is_matched_at_once(desk: Desk) -> None:
    assert desk.tell_razorpays("settlement.processed", settlement={"id": "s1"}) is Outcome.APPLIED
    sweep = SweepConnection(book=Book.PAYOUTS, tenant_id="acme", provider="razorpay")
    assert desk.sweeps.sent == [(sweep, 0)]


def test_a_downtime_lasts_until_it_is_resolved_or_for_a_day(desk: Desk) -> None:
    down = {"id": "down_1", "method": "upi", "severity": "high", "instrument": {"psp": "x"}}
    desk.tell_razorpays("payment.downtime.started", **{"payment.downtime": down})

    def state() -> HealthState:
        return desk.tenants.card("acme", "razorpay").health.state_at(desk.clock.now())

    assert state() is HealthState.IMPAIRED
    (note,) = desk.tenants.card("acme", "razorpay").health.notes
    assert note.detail == "upi x, severity high"
    desk.tell_razorpays("payment.downtime.resolved", **{"payment.downtime": down})
    assert state() is HealthState.WELL
    # The very event that began it, once more.
    again = desk.tell_razorpays("payment.downtime.started", **{"payment.downtime": down})
    assert (again, state()) == (Outcome.NOTED, HealthState.WELL)


def test_it_is_noted_though_another_notes_something_meanwhile(desk: Desk) -> None:
    desk.tenants.faults.before("note_health", VersionConflict("another"))
    assert desk.tell("account.updated", BLOCKED) is Outcome.APPLIED
    assert desk.state is HealthState.BLOCKED


def test_news_of_a_connection_that_is_gone_is_nobodys() -> None:
    desk = Desk()
    body = {"type": "account.updated", "created": 1, "data": {"object": BLOCKED}}
    event = InboundEvent("nobody", "stripe", "evt_1", desk.clock.now(), json.dumps(body))
    assert desk._apply(event) is Outcome.FOREIGN
