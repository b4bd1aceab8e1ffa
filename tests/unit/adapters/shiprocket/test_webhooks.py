"""Shiprocket's webhooks: taken by a static key, so never proven."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from orderloom.adapters.provider_registry import Verifiers, reader_for
from orderloom.domain.facts import AnyFact, TrackingFact
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.states import FulfilmentState
from orderloom.errors import MalformedEvent
from orderloom.ports.webhook_verifier import SignatureRejected, WebhookVerifier

NOW = datetime(2026, 6, 2, 15, tzinfo=UTC)
KEY = "typed into their panel"


def verifier() -> WebhookVerifier:
    made = Verifiers(shipstation_jwks_url="unused")("shiprocket")
    assert made is not None
    return made


def test_the_key_is_taken() -> None:
    verifier().verify(b"{}", {"x-api-key": KEY}, ("the old one", KEY), NOW)


@pytest.mark.parametrize("headers", [{}, {"x-api-key": ""}, {"x-api-key": "é"}, {"x-api-key": " "}])
@pytest.mark.parametrize("secrets", [(), (KEY,), ("",), (" ",)])
def test_without_it_nothing_is_taken(headers: dict[str, str], secrets: tuple[str, ...]) -> None:
    with pytest.raises(SignatureRejected):
        verifier().verify(b"{}", headers, secrets, NOW)


def sample(**changes: object) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        Path("events/shiprocket/tracking.in_transit.json").read_text()
    )
    return {**loaded, **changes}


def read(payload: object) -> AnyFact | None:
    event = InboundEvent("acme", "shiprocket", "e1", NOW, json.dumps(payload))
    return reader_for("shiprocket").read(event)


def test_what_it_says_is_a_reason_to_ask() -> None:
    fact = read(sample())
    assert isinstance(fact, TrackingFact)
    assert (fact.tracking_number, fact.state, fact.proven) == (
        "19000000000001",
        FulfilmentState.SHIPPED,
        False,
    )
    assert fact.source.occurred_at == datetime(2026, 6, 2, 6, 13, 52, tzinfo=UTC)


@pytest.mark.parametrize("status", ["7", 7])
def test_numbers_come_as_text_or_not(status: object) -> None:
    fact = read(sample(shipment_status_id=status, awb=19000000000001))
    assert isinstance(fact, TrackingFact)
    assert (fact.state, fact.tracking_number) == (FulfilmentState.DELIVERED, "19000000000001")


def test_a_return_is_not_our_parcel() -> None:
    assert read(sample(is_return="1")) is None


@pytest.mark.parametrize(
    "change",
    [{"awb": ""}, {"awb": None}, {"shipment_status_id": "?"}, {"current_timestamp": "noon"}],
)
def test_an_event_without_its_fields_is_malformed(change: dict[str, object]) -> None:
    with pytest.raises(MalformedEvent):
        read(sample(**change))


def test_a_repeated_event_has_the_same_id_and_another_scan_has_not() -> None:
    def named(payload: dict[str, Any]) -> str:
        return verifier().event_id(payload, b"", {})

    assert named(sample()) == named(sample(etd="2026-06-05 10:00:00"))
    assert named(sample()) != named(sample(current_timestamp="02 06 2026 11:43:53"))
    assert named(sample()) != named(sample(scans=[]))
    assert named({}) == named({"scans": [1]})
