"""Every Stripe and ShipStation signature vector of the contracts."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from orderloom.adapters.shipstation.jwks import PublishedKeys
from orderloom.adapters.shipstation.verifier import ShipStationVerifier
from orderloom.adapters.stripe.verifier import StripeVerifier
from orderloom.ports.webhook_verifier import SignatureRejected, WebhookVerifier

from tests.conformance.contracts import required

Vector = dict[str, Any]
Case = tuple[WebhookVerifier, bytes, dict[str, str], tuple[str, ...], datetime]

VECTORS = json.loads(required("signatures/vectors.json").read_text())
OURS = [vector for vector in VECTORS if vector["scheme"] in {"stripe", "shipengine_rsa"}]


def case(vector: Vector) -> Case:
    """What to verify with, the body, lower-case headers, secrets, and the moment of signing."""
    body = vector["body"].encode()
    if vector["scheme"] == "stripe":
        headers = {vector["header"].lower(): vector["header_value"]}
        moment = datetime.fromtimestamp(vector["timestamp"], UTC)
        return StripeVerifier(), body, headers, (vector["secret"],), moment
    headers = {name.lower(): value for name, value in vector["headers"].items()}
    jwks = json.dumps(vector["jwks"]).encode()
    moment = datetime.fromisoformat(headers["x-shipengine-timestamp"])
    return ShipStationVerifier(PublishedKeys("jwks", lambda _: jwks)), body, headers, (), moment


def test_there_are_vectors_of_both() -> None:
    assert {vector["scheme"] for vector in OURS} == {"stripe", "shipengine_rsa"}


@pytest.mark.parametrize("vector", OURS)
def test_the_vector_is_accepted(vector: Vector) -> None:
    verifier, body, headers, secrets, moment = case(vector)
    verifier.verify(body, headers, secrets, moment)


@pytest.mark.parametrize("vector", OURS)
def test_the_vector_is_refused_when_changed_or_stale(vector: Vector) -> None:
    verifier, body, headers, secrets, moment = case(vector)
    for late in (timedelta(seconds=301), timedelta(seconds=-301)):
        with pytest.raises(SignatureRejected):
            verifier.verify(body, headers, secrets, moment + late)
    with pytest.raises(SignatureRejected):
        verifier.verify(body + b" ", headers, secrets, moment)
    with pytest.raises(SignatureRejected):
        verifier.verify(body, {}, secrets, moment)
