"""Razorpay's events in our words."""

from typing import Any

import pytest
from orderloom.adapters.razorpay.reader import RazorpayReader
from orderloom.domain.facts import PaymentOutcome, RefundFact
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.money import RefundState
from orderloom.errors import MalformedEvent

from tests.unit.adapters.razorpay.samples import EVENTS, NOW, ORDER, PAYMENT, fact, read, sample

OURS = "ord_01kaksample0000000000000000"


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("payment.authorized", PaymentOutcome.AUTHORISED),
        ("payment.captured", PaymentOutcome.CAPTURED),
        ("order.paid", PaymentOutcome.CAPTURED),
        ("payment.failed", PaymentOutcome.ATTEMPT_FAILED),
    ],
)
def test_each_event_states_its_fact_about_the_order_paid_for(
    kind: str, outcome: PaymentOutcome
) -> None:
    found = fact(sample(kind))
    assert (found.outcome, found.intent_id, found.payment_id) == (outcome, ORDER, PAYMENT)
    assert (found.source.event_type, found.source.event_id) == (kind, "ev_1")


@pytest.mark.parametrize("kind", ["payment.captured", "order.paid"])
def test_both_ways_to_say_paid_say_the_same(kind: str) -> None:
    found = fact(sample(kind))
    assert (found.amount, found.currency) == (4200, "INR")


def test_an_order_paid_in_part_only_is_not_paid_as_asked() -> None:
    found = fact(sample("order.paid", order={"amount_paid": 1000}))
    assert found.amount == 1000


@pytest.mark.parametrize(
    ("kind", "status", "state"),
    [
        ("refund.created", "pending", RefundState.PENDING),
        ("refund.created", "processed", RefundState.SUCCEEDED),
        ("refund.processed", "processed", RefundState.SUCCEEDED),
        ("refund.failed", "failed", RefundState.FAILED),
        ("refund.failed", "processed", RefundState.FAILED),
    ],
)
def test_a_refund_stands_as_the_later_of_event_and_entity_says(
    kind: str, status: str, state: RefundState
) -> None:
    found = read(sample(kind, refund={"status": status, "amount": 3000, "receipt": "ours"}))
    assert isinstance(found, RefundFact)
    assert (found.state, found.amount, found.currency) == (state, 3000, "INR")
    assert (found.intent_id, found.operation) == (ORDER, "ours")


def test_a_failed_attempt_says_why() -> None:
    assert fact(sample("payment.failed")).code == "payment_declined"
    no_reason = {"error_reason": None, "error_code": "GATEWAY_ERROR"}
    assert fact(sample("payment.failed", payment=no_reason)).code == "GATEWAY_ERROR"


def test_an_order_says_whose_it_is_and_a_payment_leaves_it_open() -> None:
    assert (fact(sample("order.paid")).order_hint, fact(sample("order.paid")).undecided) == (
        OURS,
        False,
    )
    alone = fact(sample("payment.captured"))
    assert (alone.order_hint, alone.undecided) == (None, True)


@pytest.mark.parametrize("notes", [[], {}, {"order_id": OURS, "tenant_id": "rival"}])
def test_an_order_of_somebody_else_is_foreign(notes: object) -> None:
    found = fact(sample("order.paid", order={"notes": notes}))
    assert (found.order_hint, found.undecided) == (None, False)


def test_a_payment_without_an_order_is_foreign() -> None:
    found = fact(sample("payment.captured", payment={"order_id": None}))
    assert (found.intent_id, found.order_hint, found.undecided) == (PAYMENT, None, False)


def test_a_payment_that_names_another_tenant_is_foreign() -> None:
    found = fact(sample("payment.captured", payment={"notes": {"tenant_id": "rival"}}))
    assert (found.order_hint, found.undecided) == (None, False)


@pytest.mark.parametrize("kind", ["payment.teleported", "zen.mode", "x" * 500])
def test_an_unknown_type_is_not_acted_on(kind: str) -> None:
    assert read({"event": kind, "payload": {}}) is None


def test_an_event_without_a_moment_happened_when_it_came() -> None:
    event = sample("payment.captured")
    del event["created_at"]
    assert fact(event).source.occurred_at == NOW


def test_money_without_a_currency_is_a_case_for_review() -> None:
    for blank in ("", None):
        assert fact(sample("payment.captured", payment={"currency": blank})).currency == ""


@pytest.mark.parametrize("amount", ["4200", 42.0, -1, None, True, [], {}, "NaN"])
@pytest.mark.parametrize(
    ("kind", "entity"),
    [("payment.captured", "payment"), ("refund.processed", "refund")],
)
def test_an_amount_that_is_no_whole_number_is_malformed(
    kind: str, entity: str, amount: object
) -> None:
    with pytest.raises(MalformedEvent):
        read(sample(kind, **{entity: {"amount": amount}}))


@pytest.mark.parametrize(
    "payload",
    [None, {}, [], "x", 7, {"payment": None}, {"payment": []}, {"payment": {"entity": "x"}}],
)
def test_a_payload_without_a_payment_is_malformed(payload: object) -> None:
    with pytest.raises(MalformedEvent):
        read({"event": "payment.captured", "payload": payload, "created_at": 1})


@pytest.mark.parametrize("identifier", ["", "a#b", "x" * 500, 7, {}, "T#acme#META"])
def test_an_id_that_fits_no_key_is_malformed(identifier: object) -> None:
    for change in ({"order_id": identifier}, {"id": identifier}):
        with pytest.raises(MalformedEvent):
            read(sample("payment.captured", payment=change))


@pytest.mark.parametrize("body", ["", "[]", "null", "{", "[" * 99_999, '{"a":' * 99_999])
def test_what_is_no_object_is_malformed(body: str) -> None:
    with pytest.raises(MalformedEvent):
        read(body)


@pytest.mark.parametrize("moment", ["1", 1.5, -(10**18), 10**30, []])
def test_a_moment_that_is_none_is_malformed(moment: Any) -> None:
    with pytest.raises(MalformedEvent):
        read(sample("payment.captured") | {"created_at": moment})


def test_every_sample_can_be_read() -> None:
    bodies = [path.read_text() for path in EVENTS.glob("*.json")]
    events = [InboundEvent("acme", "razorpay", "ev_1", NOW, body) for body in bodies]
    assert len([RazorpayReader().read(event) for event in events]) >= 9
