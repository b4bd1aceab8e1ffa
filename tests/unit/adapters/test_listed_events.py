"""Every listed event of both payment providers states what the transition tables say.

Each fact has one event that drives it (or two that both tell of it); all others only enrich.
"""

import json
from typing import Any

import pytest
from orderloom.adapters.provider_registry import reader_for
from orderloom.domain.connection_health import HealthNote, HealthState
from orderloom.domain.facts import (
    AnyFact,
    ConnectionFact,
    DisputeFact,
    PaymentFact,
    PaymentOutcome,
    RefundFact,
)
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.ledger import EntryKind
from orderloom.domain.money import DisputeState, RefundState

from tests.unit.domain.orders import NOW

_O, _R, _D, _H = PaymentOutcome, RefundState, DisputeState, HealthState

INTENT = {"id": "pi_1", "amount_received": 4200, "currency": "usd"}
KEPT = {"id": "pi_1", "amount_capturable": 4200, "currency": "usd"}
CHARGE = {"id": "ch_1", "payment_intent": "pi_1", "amount_refunded": 4200, "currency": "usd"}
REFUND = {"id": "re_1", "payment_intent": "pi_1", "amount": 1, "currency": "usd"}
DISPUTE = {"id": "dp_1", "payment_intent": "pi_1", "amount": 1, "currency": "usd"}
REVIEW = {"id": "prv_1", "payment_intent": "pi_1"}
PAGE = {"id": "pi_1", "payment_intent": "pi_2", "amount_total": 4200, "currency": "usd"}
PAYOUT = {"id": "po_1", "status": "paid"}

STRIPE: dict[str, list[tuple[dict[str, Any], object]]] = {
    "checkout.session.completed": [
        (PAGE | {"payment_status": "paid"}, _O.CAPTURED),
        (PAGE | {"payment_status": "unpaid"}, _O.BEGUN),
        (PAGE | {"payment_status": "unpaid", "payment_intent": None}, _O.NOTED),
    ],
    "checkout.session.async_payment_succeeded": [(PAGE, _O.CAPTURED)],
    "checkout.session.async_payment_failed": [(PAGE, _O.ATTEMPT_FAILED)],
    "checkout.session.expired": [(PAGE | {"payment_intent": None}, _O.VOIDED)],
    "payment_intent.created": [(INTENT, _O.NOTED)],
    "payment_intent.requires_action": [(INTENT, _O.NOTED)],
    "payment_intent.processing": [(INTENT, _O.NOTED)],
    "payment_intent.partially_funded": [(INTENT, _O.NOTED)],
    "payment_intent.amount_capturable_updated": [
        (KEPT, _O.AUTHORISED),
        (KEPT | {"amount_capturable": 0}, _O.NOTED),
    ],
    "payment_intent.succeeded": [(INTENT, _O.CAPTURED)],
    "payment_intent.payment_failed": [(INTENT, _O.ATTEMPT_FAILED)],
    "payment_intent.canceled": [(INTENT, _O.VOIDED)],
    "charge.expired": [(CHARGE, _O.VOIDED)],
    "charge.succeeded": [(CHARGE, _O.NOTED)],
    "charge.pending": [(CHARGE, _O.NOTED)],
    "charge.failed": [(CHARGE, _O.NOTED)],
    "charge.captured": [(CHARGE, _O.NOTED)],
    "charge.updated": [(CHARGE, _O.NOTED)],
    "charge.refunded": [(CHARGE, _O.REFUNDED), (CHARGE | {"captured": False}, _O.NOTED)],
    "refund.created": [(REFUND | {"status": "pending"}, _R.PENDING)],
    "refund.updated": [(REFUND | {"status": "succeeded"}, _R.SUCCEEDED)],
    "charge.refund.updated": [(REFUND | {"status": "succeeded"}, _R.SUCCEEDED)],
    "refund.failed": [(REFUND | {"status": "failed"}, _R.FAILED)],
    "charge.dispute.created": [(DISPUTE | {"status": "needs_response"}, _D.NEEDS_RESPONSE)],
    "charge.dispute.updated": [(DISPUTE | {"status": "under_review"}, _D.UNDER_REVIEW)],
    "charge.dispute.funds_withdrawn": [(DISPUTE, EntryKind.DISPUTED)],
    "charge.dispute.funds_reinstated": [(DISPUTE, EntryKind.REINSTATED)],
    "charge.dispute.closed": [
        (DISPUTE | {"status": "won"}, _D.WON),
        (DISPUTE | {"status": "lost"}, _D.LOST),
        (DISPUTE | {"status": "warning_closed"}, _D.CLOSED),
    ],
    "radar.early_fraud_warning.created": [(REVIEW | {"actionable": True}, _D.INQUIRY)],
    "review.opened": [(REVIEW | {"open": True}, _D.INQUIRY)],
    "review.closed": [(REVIEW | {"open": False}, _D.CLOSED)],
}

STRIPES_ACCOUNT: dict[str, list[tuple[dict[str, Any], object]]] = {
    "payout.paid": [(PAYOUT, (True, "payouts", _H.WELL))],
    "payout.failed": [(PAYOUT | {"status": "failed"}, (True, "payouts", _H.IMPAIRED))],
    "payout.reconciliation_completed": [(PAYOUT, (True, None, None))],
    "account.updated": [
        ({"charges_enabled": True, "payouts_enabled": True}, (False, "account", _H.WELL)),
        ({"charges_enabled": True, "payouts_enabled": False}, (False, "account", _H.IMPAIRED)),
        ({"charges_enabled": False, "payouts_enabled": True}, (False, "account", _H.BLOCKED)),
    ],
    "capability.updated": [
        ({"id": "sepa", "status": "active"}, (False, "capability sepa", _H.WELL)),
        ({"id": "sepa", "status": "inactive"}, (False, "capability sepa", _H.IMPAIRED)),
    ],
    "account.application.deauthorized": [
        ({"id": "ca_1", "name": "Loom"}, (False, "authorisation", _H.DEAUTHORISED))
    ],
}

PAYMENT = {"id": "pay_1", "order_id": "order_1", "amount": 4200, "currency": "INR"}
ORDER = {"id": "order_1", "amount_paid": 4200, "currency": "INR"}
SENT_BACK = {"id": "rfnd_1", "payment_id": "pay_1", "amount": 1, "currency": "INR"}
CLAIM = {"id": "disp_1", "payment_id": "pay_1", "amount": 1, "currency": "INR"}
LINK = {"id": "order_1", "amount_paid": 4200, "currency": "INR"}
PAID: dict[str, Any] = {"payment": PAYMENT}
REFUNDED: dict[str, Any] = {"payment": PAYMENT, "refund": SENT_BACK}
DISPUTED: dict[str, Any] = {"payment": PAYMENT, "dispute": CLAIM}
LINKED: dict[str, Any] = {"payment": PAYMENT, "payment_link": LINK}
UNPAID: dict[str, Any] = {"payment_link": LINK | {"amount_paid": 0}}
DOWN = {"payment.downtime": {"id": "down_1", "method": "upi"}}

RAZORPAY: dict[str, tuple[dict[str, Any], object]] = {
    "payment.pending": (PAID, _O.NOTED),
    "payment.authorized": (PAID, _O.AUTHORISED),
    "payment.captured": (PAID, _O.CAPTURED),
    "order.paid": (PAID | {"order": ORDER}, _O.CAPTURED),
    "payment.failed": (PAID, _O.ATTEMPT_FAILED),
    "refund.created": (REFUNDED, _R.PENDING),
    "refund.speed_changed": (REFUNDED, _R.PENDING),
    "refund.processed": (REFUNDED, _R.SUCCEEDED),
    "refund.failed": (REFUNDED, _R.FAILED),
    "payment.dispute.created": (DISPUTED, _D.NEEDS_RESPONSE),
    "payment.dispute.action_required": (DISPUTED, _D.NEEDS_RESPONSE),
    "payment.dispute.under_review": (DISPUTED, _D.UNDER_REVIEW),
    "payment.dispute.won": (DISPUTED, _D.WON),
    "payment.dispute.lost": (DISPUTED, _D.LOST),
    "payment.dispute.closed": (DISPUTED, _D.CLOSED),
    "payment_link.paid": (LINKED, _O.CAPTURED),
    "payment_link.partially_paid": (LINKED, _O.NOTED),
    "payment_link.cancelled": (UNPAID, _O.VOIDED),
    "payment_link.expired": (UNPAID, _O.VOIDED),
}

RAZORPAYS_ACCOUNT: dict[str, tuple[dict[str, Any], object]] = {
    "payment.downtime.started": (DOWN, (False, "downtime down_1", _H.IMPAIRED)),
    "payment.downtime.updated": (DOWN, (False, "downtime down_1", _H.IMPAIRED)),
    "payment.downtime.resolved": (DOWN, (False, "downtime down_1", _H.WELL)),
    "settlement.processed": ({"settlement": {"id": "setl_1"}}, (True, None, None)),
}

UNHEARD = [
    ("stripe", "an.event.to.come"),
    ("stripe", "customer.created"),
    ("razorpay", "an.event.to.come"),
    ("razorpay", "subscription.paused"),
]


def read(provider: str, event: dict[str, Any]) -> AnyFact | None:
    body = json.dumps(event)
    return reader_for(provider).read(InboundEvent("acme", provider, "evt_1", NOW, body))


def read_of_stripe(kind: str, subject: dict[str, Any], version: str | None) -> AnyFact | None:
    data = {"object": subject}
    event = {"type": kind, "created": 1_795_000_000, "api_version": version, "data": data}
    return read("stripe", event)


def read_of_razorpay(kind: str, entities: dict[str, Any]) -> AnyFact | None:
    payload = {name: {"entity": entity} for name, entity in entities.items()}
    return read("razorpay", {"event": kind, "created_at": 1_795_000_000, "payload": payload})


def stated(fact: AnyFact | None) -> object:  # noqa: PLR0911 - a table
    """The one thing a fact drives."""
    match fact:
        case PaymentFact():
            return fact.outcome
        case RefundFact():
            return fact.state
        case DisputeFact(state=None):
            return fact.movements[0].kind
        case DisputeFact():
            return fact.state
        case ConnectionFact(note=None):
            return (fact.pays_out, None, None)
        case ConnectionFact(note=HealthNote() as note):
            return (fact.pays_out, note.subject, note.state)
        case _:
            return None


@pytest.mark.parametrize("version", ["2026-06-24.dahlia", "2015-10-16", "a version to come", None])
@pytest.mark.parametrize("kind", STRIPE)
def test_an_event_of_stripe_states_its_fact_whatever_its_version(
    kind: str, version: str | None
) -> None:
    for subject, expected in STRIPE[kind]:
        fact = read_of_stripe(kind, subject, version)
        assert stated(fact) == expected
        assert isinstance(fact, PaymentFact | RefundFact | DisputeFact)
        assert fact.object_id == "pi_1"


@pytest.mark.parametrize("kind", STRIPES_ACCOUNT)
def test_an_event_of_stripes_account_states_how_it_stands(kind: str) -> None:
    for subject, expected in STRIPES_ACCOUNT[kind]:
        assert stated(read_of_stripe(kind, subject, None)) == expected


@pytest.mark.parametrize("kind", RAZORPAY)
def test_an_event_of_razorpay_states_its_fact(kind: str) -> None:
    entities, expected = RAZORPAY[kind]
    fact = read_of_razorpay(kind, entities)
    assert stated(fact) == expected
    assert isinstance(fact, PaymentFact | RefundFact | DisputeFact)
    assert fact.object_id == "order_1"


@pytest.mark.parametrize("kind", RAZORPAYS_ACCOUNT)
def test_an_event_of_razorpays_account_states_how_it_stands(kind: str) -> None:
    entities, expected = RAZORPAYS_ACCOUNT[kind]
    assert stated(read_of_razorpay(kind, entities)) == expected


@pytest.mark.parametrize(("provider", "kind"), UNHEARD)
def test_an_event_about_no_order_states_nothing(provider: str, kind: str) -> None:
    event = {"type": kind, "event": kind, "created": 1, "data": {"object": {}}, "payload": {}}
    assert read(provider, event) is None


def test_money_that_came_has_no_second_driver() -> None:
    """A page and its intent, an order and its payment tell of one fact: whichever comes first."""
    of_stripe = {kind: {fact for _, fact in rows} for kind, rows in STRIPE.items()}
    of_razorpay = {kind: {fact} for kind, (_, fact) in RAZORPAY.items()}
    assert drivers(of_stripe, _O.CAPTURED) == {
        "payment_intent.succeeded",
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
    }
    assert drivers(of_razorpay, _O.CAPTURED) == {
        "payment.captured",
        "order.paid",
        "payment_link.paid",
    }
    assert drivers(of_stripe, _O.REFUNDED) == {"charge.refunded"}
    assert drivers(of_razorpay, _O.ATTEMPT_FAILED) == {"payment.failed"}


def drivers(events: dict[str, set[object]], outcome: PaymentOutcome) -> set[str]:
    return {kind for kind, facts in events.items() if outcome in facts}
