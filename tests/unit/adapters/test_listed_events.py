"""Every listed event of both payment providers states what the transition tables say.

Each fact has one event that drives it (or two that both tell of it); all others only enrich.
"""

import json
from typing import Any

import pytest
from orderloom.adapters.provider_registry import reader_for
from orderloom.domain.facts import DisputeFact, Fact, PaymentFact, PaymentOutcome, RefundFact
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.ledger import EntryKind
from orderloom.domain.money import DisputeState, RefundState

from tests.unit.domain.orders import NOW

_O, _R, _D = PaymentOutcome, RefundState, DisputeState

INTENT = {"id": "pi_1", "amount_received": 4200, "currency": "usd"}
CHARGE = {"id": "ch_1", "payment_intent": "pi_1", "amount_refunded": 4200, "currency": "usd"}
REFUND = {"id": "re_1", "payment_intent": "pi_1", "amount": 1, "currency": "usd"}
DISPUTE = {"id": "dp_1", "payment_intent": "pi_1", "amount": 1, "currency": "usd"}
REVIEW = {"id": "prv_1", "payment_intent": "pi_1"}

STRIPE: dict[str, tuple[dict[str, Any], object]] = {
    "payment_intent.created": (INTENT, _O.NOTED),
    "payment_intent.requires_action": (INTENT, _O.NOTED),
    "payment_intent.processing": (INTENT, _O.NOTED),
    "payment_intent.partially_funded": (INTENT, _O.NOTED),
    "payment_intent.succeeded": (INTENT, _O.CAPTURED),
    "payment_intent.payment_failed": (INTENT, _O.ATTEMPT_FAILED),
    "payment_intent.canceled": (INTENT, _O.VOIDED),
    "charge.succeeded": (CHARGE, _O.NOTED),
    "charge.pending": (CHARGE, _O.NOTED),
    "charge.failed": (CHARGE, _O.NOTED),
    "charge.captured": (CHARGE, _O.NOTED),
    "charge.updated": (CHARGE, _O.NOTED),
    "charge.refunded": (CHARGE, _O.REFUNDED),
    "refund.created": (REFUND | {"status": "pending"}, _R.PENDING),
    "refund.updated": (REFUND | {"status": "succeeded"}, _R.SUCCEEDED),
    "charge.refund.updated": (REFUND | {"status": "succeeded"}, _R.SUCCEEDED),
    "refund.failed": (REFUND | {"status": "failed"}, _R.FAILED),
    "charge.dispute.created": (DISPUTE | {"status": "needs_response"}, _D.NEEDS_RESPONSE),
    "charge.dispute.updated": (DISPUTE | {"status": "under_review"}, _D.UNDER_REVIEW),
    "charge.dispute.funds_withdrawn": (DISPUTE, EntryKind.DISPUTED),
    "charge.dispute.funds_reinstated": (DISPUTE, EntryKind.REINSTATED),
    "charge.dispute.closed": (DISPUTE | {"status": "warning_closed"}, _D.CLOSED),
    "radar.early_fraud_warning.created": (REVIEW | {"actionable": True}, _D.INQUIRY),
    "review.opened": (REVIEW | {"open": True}, _D.INQUIRY),
    "review.closed": (REVIEW | {"open": False}, _D.CLOSED),
}

PAYMENT = {"id": "pay_1", "order_id": "order_1", "amount": 4200, "currency": "INR"}
ORDER = {"id": "order_1", "amount_paid": 4200, "currency": "INR"}
SENT_BACK = {"id": "rfnd_1", "payment_id": "pay_1", "amount": 1, "currency": "INR"}
PAID: dict[str, Any] = {"payment": PAYMENT}
REFUNDED: dict[str, Any] = {"payment": PAYMENT, "refund": SENT_BACK}

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
}

UNHEARD = [
    ("stripe", "an.event.to.come"),
    ("stripe", "customer.created"),
    ("razorpay", "an.event.to.come"),
    ("razorpay", "subscription.paused"),
]


def read(provider: str, event: dict[str, Any]) -> Fact | None:
    body = json.dumps(event)
    return reader_for(provider).read(InboundEvent("acme", provider, "evt_1", NOW, body))


def stated(fact: Fact | None) -> object:
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
        case _:
            return None


@pytest.mark.parametrize("version", ["2026-06-24.dahlia", "2015-10-16", "a version to come", None])
@pytest.mark.parametrize("kind", STRIPE)
def test_an_event_of_stripe_states_its_fact_whatever_its_version(
    kind: str, version: str | None
) -> None:
    subject, expected = STRIPE[kind]
    data = {"object": subject}
    event = {"type": kind, "created": 1_795_000_000, "api_version": version, "data": data}
    fact = read("stripe", event)
    assert stated(fact) == expected
    assert fact is not None
    assert fact.object_id == "pi_1"


@pytest.mark.parametrize("kind", RAZORPAY)
def test_an_event_of_razorpay_states_its_fact(kind: str) -> None:
    entities, expected = RAZORPAY[kind]
    payload = {name: {"entity": entity} for name, entity in entities.items()}
    fact = read("razorpay", {"event": kind, "created_at": 1_795_000_000, "payload": payload})
    assert stated(fact) == expected
    assert fact is not None
    assert fact.object_id == "order_1"


@pytest.mark.parametrize(("provider", "kind"), UNHEARD)
def test_an_event_about_no_order_states_nothing(provider: str, kind: str) -> None:
    event = {"type": kind, "event": kind, "created": 1, "data": {"object": {}}, "payload": {}}
    assert read(provider, event) is None


@pytest.mark.parametrize("events", [STRIPE, RAZORPAY], ids=["stripe", "razorpay"])
def test_money_that_came_has_no_second_driver(events: dict[str, tuple[Any, object]]) -> None:
    """Razorpay tells of it twice, and whichever is first drives; of failures there is one each."""
    drivers = [kind for kind, (_, fact) in events.items() if fact is _O.CAPTURED]
    assert drivers in (["payment_intent.succeeded"], ["payment.captured", "order.paid"])
    for outcome in (_O.ATTEMPT_FAILED, _O.VOIDED, _O.REFUNDED):
        assert sum(fact is outcome for _, fact in events.values()) <= 1
