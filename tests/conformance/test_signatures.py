"""Every signature vector of the contracts whose webhooks we take."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from orderloom.adapters.razorpay.verifier import RazorpayVerifier
from orderloom.adapters.shipstation.jwks import PublishedKeys
from orderloom.adapters.shipstation.verifier import ShipStationVerifier
from orderloom.adapters.stripe.verifier import StripeVerifier
from orderloom.ports.webhook_verifier import SignatureRejected, WebhookVerifier

from tests.conformance.contracts import required

Vector = dict[str, Any]
Case = tuple[WebhookVerifier, bytes, dict[str, str], tuple[str, ...], datetime]

VECTORS = json.loads(required("signatures/vectors.json").read_text())
SCHEMES = {"stripe", "razorpay_webhook", "shipengine_rsa"}
SIGNS_NO_MOMENT = "razorpay_webhook"
OURS = [vector for vector in VECTORS if vector["scheme"] in SCHEMES]


def case(vector: Vector) -> Case:
    """What to verify with, the body, lower-case headers, secrets, and the moment of signing."""
    body = vector["body"].encode()
    if vector["scheme"] == "stripe":
        headers = {vector["header"].lower(): vector["header_value"]}
        moment = datetime.fromtimestamp(vector["timestamp"], UTC)
        return StripeVerifier(), body, headers, (vector["secret"],), moment
    if vector["scheme"] == SIGNS_NO_MOMENT:
        headers = {vector["header"].lower(): vector["header_value"]}
        return RazorpayVerifier(), body, headers, (vector["secret"],), datetime.now(UTC)
    headers = {name.lower(): value for name, value in vector["headers"].items()}
    jwks = json.dumps(vector["jwks"]).encode()
    moment = datetime.fromisoformat(headers["x-shipengine-timestamp"])
    return ShipStationVerifier(PublishedKeys("jwks", lambda _: jwks)), body, headers, (), moment


def test_there_are_vectors_of_all() -> None:
    assert {vector["scheme"] for vector in OURS} == SCHEMES


@pytest.mark.parametrize("vector", OURS)
def test_the_vector_is_accepted(vector: Vector) -> None:
    verifier, body, headers, secrets, moment = case(vector)
    verifier.verify(body, headers, secrets, moment)


@pytest.mark.parametrize("vector", [v for v in OURS if v["scheme"] != SIGNS_NO_MOMENT])
def test_the_vector_is_refused_when_stale(vector: Vector) -> None:
    verifier, body, headers, secrets, moment = case(vector)
    for late in (timedelta(seconds=301), timedelta(seconds=-301)):
        with pytest.raises(SignatureRejected):
            verifier.verify(body, headers, secrets, moment + late)


@pytest.mark.parametrize("vector", OURS)
def test_the_vector_is_refused_when_changed(vector: Vector) -> None:
    verifier, body, headers, secrets, moment = case(vector)
    with pytest.raises(SignatureRejected):
        verifier.verify(body + b" ", headers, secrets, moment)
    with pytest.raises(SignatureRejected):
        verifier.verify(body, {}, secrets, moment)
