"""Every webhook of the contracts whose provider we know is understood, unknown, or malformed."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from orderloom.adapters.provider_registry import Verifiers, reader_for
from orderloom.domain.facts import (
    AnyFact,
    ConnectionFact,
    DisputeFact,
    PaymentFact,
    PaymentOutcome,
    RefundFact,
    TrackingFact,
)
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.states import FulfilmentState
from orderloom.errors import MalformedEvent

from tests.conformance.contracts import required

NOW = datetime(2026, 6, 1, tzinfo=UTC)
WEBHOOKS = required("webhooks")
PAYLOADS = sorted(
    (folder, path)
    for folder in ("stripe", "razorpay", "shipstation", "fedex", "ups", "shiprocket")
    for path in (WEBHOOKS / folder).rglob("*.json")
    if path.name != "headers.json"
)
MADE_FOR_THIS_VERSION = [
    path for _, path in PAYLOADS if path.parent.name.startswith("constructed_")
]


def read(provider: str, path: Path) -> AnyFact | None:
    raw = path.read_bytes()
    verifier = Verifiers(shipstation_jwks_url="unused")(provider)
    assert verifier is not None
    event_id = verifier.event_id(json.loads(raw), raw, {})
    event = InboundEvent("acme", provider, event_id, NOW, raw.decode())
    return reader_for(provider).read(event)


@pytest.mark.parametrize(
    ("provider", "path"), PAYLOADS, ids=lambda value: getattr(value, "name", value)
)
def test_a_payload_is_understood_unknown_or_malformed(provider: str, path: Path) -> None:
    try:
        fact = read(provider, path)
    except MalformedEvent:
        return
    assert fact is None or fact.source.provider == provider


@pytest.mark.parametrize("path", MADE_FOR_THIS_VERSION, ids=lambda path: path.name)
def test_no_payload_of_the_pinned_version_is_malformed(path: Path) -> None:
    fact = read("stripe", path)
    kind = json.loads(path.read_bytes())["type"]
    driving = {
        "payment_intent.succeeded": PaymentOutcome.CAPTURED,
        "payment_intent.amount_capturable_updated": PaymentOutcome.AUTHORISED,
        "payment_intent.payment_failed": PaymentOutcome.ATTEMPT_FAILED,
        # Their amounts are null in these samples: the intent tells of the money.
        "checkout.session.completed": PaymentOutcome.BEGUN,
        "payment_intent.canceled": PaymentOutcome.VOIDED,
        "charge.refunded": PaymentOutcome.REFUNDED,
    }
    if isinstance(fact, PaymentFact):
        intent = json.loads(path.read_bytes())["data"]["object"]
        if kind.endswith("amount_capturable_updated") and not intent["amount_capturable"]:
            driving[kind] = PaymentOutcome.NOTED
        assert fact.outcome is driving.get(kind, PaymentOutcome.NOTED)


def test_real_stripe_events_are_understood() -> None:
    kinds = {}
    for path in (WEBHOOKS / "stripe/events").glob("*.json"):
        fact = read("stripe", path)
        if isinstance(fact, PaymentFact):
            kinds[path.stem] = fact.outcome
    assert kinds["payment_intent.succeeded"] is PaymentOutcome.CAPTURED
    assert kinds["payment_intent.canceled"] is PaymentOutcome.VOIDED


@pytest.mark.parametrize(
    "path", sorted((WEBHOOKS / "razorpay").glob("*.json")), ids=lambda path: path.name
)
def test_no_razorpay_payload_is_malformed(path: Path) -> None:
    fact = read("razorpay", path)
    kind = json.loads(path.read_bytes())["event"]
    driving = {
        "payment.authorized": PaymentOutcome.AUTHORISED,
        "payment.captured": PaymentOutcome.CAPTURED,
        "order.paid": PaymentOutcome.CAPTURED,
        "payment_link.paid": PaymentOutcome.CAPTURED,
        "payment.failed": PaymentOutcome.ATTEMPT_FAILED,
        "payment_link.cancelled": PaymentOutcome.VOIDED,
        "payment_link.expired": PaymentOutcome.VOIDED,
    }
    about_no_order = ("invoice.", "subscription.")
    if kind.startswith(("payment.downtime.", "settlement.")):
        assert isinstance(fact, ConnectionFact)
        return
    if kind.startswith(about_no_order):
        assert fact is None
    elif kind.startswith("refund."):
        assert isinstance(fact, RefundFact)
    elif kind.startswith("payment.dispute."):
        assert isinstance(fact, DisputeFact)
    else:
        assert isinstance(fact, PaymentFact)
        assert fact.outcome is driving.get(kind, PaymentOutcome.NOTED)


def test_the_documented_tracking_event_is_noted() -> None:
    fact = read("shipstation", WEBHOOKS / "shipstation/v2_TRACK_EVENT_V2.json")
    assert isinstance(fact, TrackingFact)
    assert (fact.state, fact.tracking_number) == (None, "1Z0000000000000000")


@pytest.mark.parametrize(
    "path",
    [path for folder, path in PAYLOADS if folder in {"fedex", "ups", "shiprocket"}],
    ids=lambda path: path.name,
)
def test_no_carriers_payload_is_malformed(path: Path) -> None:
    provider = next(folder for folder, known in PAYLOADS if known == path)
    fact = read(provider, path)
    assert isinstance(fact, TrackingFact)
    assert fact.proven is (provider == "fedex")
    if provider == "ups":
        kind = json.loads(path.read_bytes())["activityStatus"]["type"]
        assert (fact.state is None) is (kind in {"M", "MV", "U"})
        assert (fact.state is FulfilmentState.DELIVERED) is (kind == "D")
        if "out_for_delivery" in path.name:
            assert fact.state is FulfilmentState.OUT_FOR_DELIVERY
