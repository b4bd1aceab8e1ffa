"""Stripe's events become facts by the project's table, whatever their shape."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orderloom.adapters.stripe.reader import StripeReader
from orderloom.domain.facts import (
    AnyMoneyFact,
    ConnectionFact,
    PaymentFact,
    PaymentOutcome,
    RefundFact,
)
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.money import RefundState
from orderloom.errors import MalformedEvent

SAMPLES = Path("events/stripe")
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


def event(body: str, tenant_id: str = "acme") -> InboundEvent:
    received_at = datetime(2026, 6, 1, tzinfo=UTC)
    return InboundEvent(tenant_id, "stripe", "evt_1", received_at, body, replayed=True)


def sample(kind: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SAMPLES / f"{kind}.json").read_text())
    return loaded


def read(payload: object, tenant_id: str = "acme") -> AnyMoneyFact | None:
    fact = StripeReader().read(event(json.dumps(payload), tenant_id))
    assert not isinstance(fact, ConnectionFact)
    return fact


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("payment_intent.created", PaymentOutcome.NOTED),
        ("payment_intent.processing", PaymentOutcome.NOTED),
        ("payment_intent.requires_action", PaymentOutcome.NOTED),
        ("payment_intent.succeeded", PaymentOutcome.CAPTURED),
        ("payment_intent.payment_failed", PaymentOutcome.ATTEMPT_FAILED),
        ("payment_intent.canceled", PaymentOutcome.VOIDED),
        ("charge.succeeded", PaymentOutcome.NOTED),
        ("charge.refunded", PaymentOutcome.REFUNDED),
    ],
)
def test_each_kind_has_its_outcome_and_names_its_intent(kind: str, outcome: PaymentOutcome) -> None:
    fact = read(sample(kind))
    assert isinstance(fact, PaymentFact)
    assert (fact.outcome, fact.intent_id, fact.source.event_type) == (outcome, "pi_sample1", kind)


def test_a_kind_not_acted_on_states_nothing() -> None:
    assert read(sample("customer.created")) is None


def test_a_capture_tells_amount_currency_order_and_source() -> None:
    fact = read(sample("payment_intent.succeeded"))
    assert fact is not None
    assert (fact.amount, fact.currency) == (2599, "EUR")
    assert fact.order_hint == "ord_01K0SAMPLE0000000000000001"
    assert fact.source.event_id == "evt_1"
    assert fact.source.occurred_at == datetime.fromtimestamp(1780000004, UTC)
    assert fact.source.replayed


def test_a_refund_tells_the_sum_refunded_so_far_not_the_charge() -> None:
    fact = read(sample("charge.refunded"))
    assert fact is not None
    assert (fact.amount, fact.currency) == (1000, "EUR")


def test_amounts_in_stripes_own_units_become_minor_units() -> None:
    payload = sample("payment_intent.succeeded")
    payload["data"]["object"] |= {"currency": "isk", "amount_received": 50_000}
    fact = read(payload)
    assert fact is not None
    assert (fact.amount, fact.currency) == (500, "ISK")
    payload["data"]["object"]["amount_received"] = 50_001
    with pytest.raises(MalformedEvent, match="amount_received"):
        read(payload)


def test_a_failed_attempt_tells_the_decline_code_or_else_the_code() -> None:
    payload = sample("payment_intent.payment_failed")
    fact = read(payload)
    assert isinstance(fact, PaymentFact)
    assert fact.code == "insufficient_funds"
    payload["data"]["object"]["last_payment_error"] = {"code": "expired_card"}
    fact = read(payload)
    assert isinstance(fact, PaymentFact)
    assert fact.code == "expired_card"


def test_another_tenants_payment_gives_this_one_no_hint_of_an_order() -> None:
    """Two tenants of one Stripe account are both told of it."""
    fact = read(sample("payment_intent.succeeded"), tenant_id="rival")
    assert fact is not None
    assert fact.order_hint is None


def test_a_payment_made_elsewhere_carries_no_order_hint() -> None:
    payload = sample("payment_intent.succeeded")
    payload["data"]["object"]["metadata"] = {}
    fact = read(payload)
    assert fact is not None
    assert fact.order_hint is None


def test_a_charge_without_an_intent_is_nothing_of_ours() -> None:
    payload = sample("charge.refunded")
    payload["data"]["object"]["payment_intent"] = None
    assert read(payload) is None


@pytest.mark.parametrize("amount", [True, 25.99, "2599", None, -1, 2599.0])
def test_an_amount_is_a_whole_number_of_minor_units(amount: object) -> None:
    payload = sample("payment_intent.succeeded")
    payload["data"]["object"]["amount_received"] = amount
    with pytest.raises(MalformedEvent, match="amount_received"):
        read(payload)


@pytest.mark.parametrize("created", [True, "1780000000", 1.5, None, 10**20, -(10**20)])
def test_a_moment_is_epoch_seconds(created: object) -> None:
    with pytest.raises(MalformedEvent, match="created"):
        read({**sample("payment_intent.succeeded"), "created": created})


@pytest.mark.parametrize("intent_id", ["pi#ORDER", "", 7, None, "p" * 201, "pi\n"])
def test_an_intent_id_must_fit_a_key(intent_id: object) -> None:
    payload = sample("payment_intent.canceled")
    payload["data"]["object"]["id"] = intent_id
    with pytest.raises(MalformedEvent):
        read(payload)


@pytest.mark.parametrize("body", ["", "[]", "1", "{", '{"a":' * 100_000, '{"type": 4}'])
def test_what_is_no_event_is_malformed(body: str) -> None:
    with pytest.raises(MalformedEvent):
        StripeReader().read(event(body))


@given(
    kind=st.sampled_from(sorted(path.stem for path in SAMPLES.glob("*.json"))),
    name=st.sampled_from(["id", "payment_intent", "metadata", "currency", "amount_refunded"]),
    value=JSON_VALUES,
)
def test_a_wrong_field_is_malformed_and_never_a_crash(kind: str, name: str, value: object) -> None:
    payload = sample(kind)
    payload["data"]["object"][name] = value
    try:
        fact = read(payload)
    except MalformedEvent:
        return
    assert fact is None or isinstance(fact.amount, int | None)


@pytest.mark.parametrize(
    ("kind", "status", "state"),
    [
        ("refund.created", "pending", RefundState.PENDING),
        ("refund.created", "requires_action", RefundState.PENDING),
        ("refund.updated", "succeeded", RefundState.SUCCEEDED),
        ("charge.refund.updated", "canceled", RefundState.FAILED),
        ("refund.failed", "failed", RefundState.FAILED),
        ("refund.created", "a status to come", RefundState.PENDING),
    ],
)
def test_a_refund_says_how_it_stands(kind: str, status: str, state: RefundState) -> None:
    payload = sample("refund.created") | {"type": kind}
    payload["data"]["object"] |= {"status": status, "amount": 700, "metadata": {"operation": "o"}}
    fact = read(payload)
    assert isinstance(fact, RefundFact)
    assert (fact.state, fact.amount, fact.operation) == (state, 700, "o")
    assert fact.intent_id == "pi_sample1"


@pytest.mark.parametrize("kind", ["refund.created", "charge.dispute.created"])
def test_a_refund_or_dispute_may_be_of_a_payment_of_ours(kind: str) -> None:
    """It does not show what its payment is for: it waits, if the payment is not known yet."""
    payload = sample(kind)
    payload["data"]["object"]["metadata"] = {}
    found = read(payload)
    assert found is not None
    assert (found.order_hint, found.undecided) == (None, True)
    payload["data"]["object"]["metadata"] = {"tenant_id": "rival"}
    theirs = read(payload)
    assert theirs is not None
    assert theirs.undecided is False


def test_an_authorisation_let_go_is_no_refund() -> None:
    payload = sample("charge.refunded")
    payload["data"]["object"]["captured"] = False
    fact = read(payload)
    assert isinstance(fact, PaymentFact)
    assert fact.outcome is PaymentOutcome.NOTED
