"""FedEx's webhooks: signed over the raw bytes, read in the canonical states."""

import base64
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from orderloom.adapters.provider_registry import Verifiers, reader_for
from orderloom.domain.facts import TrackingFact
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.states import FulfilmentState
from orderloom.errors import MalformedEvent
from orderloom.ports.webhook_verifier import SignatureRejected

SAMPLE = Path("events/fedex/track.out_for_delivery.json").read_bytes()
NOW = datetime(2026, 6, 2, 14, tzinfo=UTC)
SECRET = "security token of acme"


def verify(body: bytes, signature: str | None, *secrets: str) -> None:
    verifier = Verifiers(shipstation_jwks_url="unused")("fedex")
    assert verifier is not None
    headers = {} if signature is None else {"fdx-signature": signature}
    verifier.verify(body, headers, secrets, NOW)


def signed(body: bytes, secret: str = SECRET) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), body, "sha256")).decode()


def test_any_of_the_secrets_may_have_signed() -> None:
    verify(SAMPLE, signed(SAMPLE), "the old one", SECRET)


@pytest.mark.parametrize(
    "signature", [None, "", "=", "?", signed(SAMPLE + b" "), signed(SAMPLE)[:-4]]
)
def test_what_is_not_signed_is_not_taken(signature: str | None) -> None:
    with pytest.raises(SignatureRejected):
        verify(SAMPLE, signature, SECRET)


@pytest.mark.parametrize("secrets", [(), ("",), (" ",), ("another",)])
def test_without_the_secret_nothing_is_taken(secrets: tuple[str, ...]) -> None:
    for secret in ("", " ", SECRET):
        with pytest.raises(SignatureRejected):
            verify(SAMPLE, signed(SAMPLE, secret), *secrets)


def test_a_repeated_delivery_has_the_same_id() -> None:
    verifier = Verifiers(shipstation_jwks_url="unused")("fedex")
    assert verifier is not None
    first, again, other = (verifier.event_id({}, b, {}) for b in (SAMPLE, SAMPLE, SAMPLE + b" "))
    assert first == again != other


def read(payload: object) -> TrackingFact:
    event = InboundEvent("acme", "fedex", "e1", NOW, json.dumps(payload))
    fact = reader_for("fedex").read(event)
    assert isinstance(fact, TrackingFact)
    return fact


def sample() -> Any:
    return json.loads(SAMPLE)


def result(payload: Any) -> Any:
    return payload["output"]["completeTrackResults"][0]["trackResults"][0]


def test_the_newest_scan_says_when() -> None:
    fact = read(sample())
    assert (fact.tracking_number, fact.state, fact.proven) == (
        "700000000001",
        FulfilmentState.OUT_FOR_DELIVERY,
        True,
    )
    assert fact.source.occurred_at == datetime(2026, 6, 2, 13, 10, tzinfo=UTC)
    assert fact.description == "On FedEx vehicle for delivery"


def test_a_bare_event_is_read_too() -> None:
    fact = read({"trackingNumber": "700000000001", "eventType": "DL"})
    assert (fact.state, fact.source.occurred_at) == (FulfilmentState.DELIVERED, NOW)


def test_a_code_of_the_future_is_no_transition() -> None:
    payload = sample()
    result(payload)["latestStatusDetail"] |= {"code": "ZZ", "derivedCode": "ZZ"}
    assert read(payload).state is None


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"output": {"completeTrackResults": []}},
        {"output": {"completeTrackResults": [{"trackResults": [{}, {}]}]}},
        {"output": {"completeTrackResults": [1]}},
        {"trackingNumber": "7"},
        {"eventType": "DL"},
        {"trackingNumber": "7#8", "eventType": "DL"},
    ],
)
def test_what_is_no_parcels_event_is_malformed(payload: object) -> None:
    with pytest.raises(MalformedEvent):
        read(payload)
