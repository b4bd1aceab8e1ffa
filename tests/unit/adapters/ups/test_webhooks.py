"""UPS's alerts: v1 by an agreed word, v2 by a token of ours; only the second is proven."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from orderloom.adapters.provider_registry import Verifiers, reader_for
from orderloom.adapters.ups.alert_tokens import LIFETIME, issue
from orderloom.domain.facts import TrackingFact
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.states import FulfilmentState
from orderloom.errors import MalformedEvent
from orderloom.ports.webhook_verifier import SignatureRejected, WebhookVerifier

NOW = datetime(2026, 6, 2, 15, tzinfo=UTC)
SECRET = "agreed with ups"
SENDER = {"user-agent": "UPSPubSubTrackingService"}
V1 = {**SENDER, "credential": SECRET}
BEARER = f"Bearer {issue('acme-client', SECRET, NOW)}"
V2 = {**SENDER, "x-api-key": "acme-client", "authorization": BEARER}


def verifier() -> WebhookVerifier:
    made = Verifiers(shipstation_jwks_url="unused")("ups")
    assert made is not None
    return made


def verify(headers: dict[str, str], *secrets: str, now: datetime = NOW) -> None:
    verifier().verify(b"{}", headers, secrets, now)


def test_the_agreed_word_is_taken() -> None:
    verify(V1, "the old one", SECRET)


def test_a_token_of_ours_is_taken_until_it_is_too_old() -> None:
    verify(V2, "the old one", SECRET)
    verify(V2, SECRET, now=NOW + LIFETIME - timedelta(seconds=1))
    with pytest.raises(SignatureRejected):
        verify(V2, SECRET, now=NOW + LIFETIME)


@pytest.mark.parametrize(
    "headers",
    [
        SENDER,
        {"credential": SECRET},
        {**V1, "user-agent": "curl"},
        {**V1, "credential": "another"},
        {**V1, "credential": ""},
        {**V1, "x-api-key": "acme-client"},
        {**V2, "credential": SECRET, "authorization": ""},
        {**V2, "x-api-key": "another"},
        {**V2, "authorization": BEARER.replace("Bearer", "Basic")},
        {**V2, "authorization": BEARER + "0"},
        {**V2, "authorization": BEARER.replace("acme", "evil"), "x-api-key": "evil-client"},
        {**V2, "authorization": "Bearer acme-client.99999999999."},
        {**V2, "authorization": "Bearer"},
        {**V2, "authorization": "Bearer ..."},
    ],
)
def test_what_does_not_show_it_is_not_taken(headers: dict[str, str]) -> None:
    with pytest.raises(SignatureRejected):
        verify(headers, SECRET)


@pytest.mark.parametrize("secret", ["", " "])
def test_a_blank_secret_opens_nothing(secret: str) -> None:
    token = issue("acme-client", secret, NOW)
    for headers in ({**V1, "credential": secret}, {**V2, "authorization": f"Bearer {token}"}):
        with pytest.raises(SignatureRejected):
            verify(headers, secret)


def test_the_token_tells_nothing_of_the_secret() -> None:
    assert SECRET not in issue("acme-client", SECRET, NOW)


def sample(**status: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(Path("events/ups/alert.delivered.json").read_text())
    loaded["activityStatus"] |= status
    return loaded


def read(payload: object, headers: dict[str, str] | None = None) -> TrackingFact:
    event = InboundEvent("acme", "ups", "e1", NOW, json.dumps(payload), headers or {})
    fact = reader_for("ups").read(event)
    assert isinstance(fact, TrackingFact)
    return fact


def test_only_an_alert_that_came_with_a_token_is_proven() -> None:
    kept = {name: V2[name] for name in verifier().kept_headers}
    assert read(sample(), kept).proven
    assert not read(sample()).proven
    assert SECRET not in str(kept)


@pytest.mark.parametrize(
    ("kind", "code", "state"),
    [
        ("D", "FS", FulfilmentState.DELIVERED),
        ("I", "DP", FulfilmentState.SHIPPED),
        ("I", "OT", FulfilmentState.OUT_FOR_DELIVERY),
        ("X", "48", FulfilmentState.EXCEPTION),
        ("M", "MP", None),
        ("D", "OT", FulfilmentState.DELIVERED),  # whatever finer code stands beside it
        ("O", "", FulfilmentState.OUT_FOR_DELIVERY),
        ("MV", "OT", None),
        ("U", "", None),
        ("ZZ", "OT", None),
    ],
)
def test_each_status_has_its_state(kind: str, code: str, state: FulfilmentState | None) -> None:
    assert read(sample(type=kind, code=code)).state is state


def test_the_moment_is_gmt_and_the_number_is_trimmed() -> None:
    fact = read({**sample(), "trackingNumber": " 1ZSAMPLE0000000001"})
    assert fact.tracking_number == "1ZSAMPLE0000000001"
    assert fact.source.occurred_at == datetime(2026, 6, 2, 14, 50, 4, tzinfo=UTC)
    assert read({**sample(), "gmtActivityTime": ""}).source.occurred_at == NOW


@pytest.mark.parametrize(
    "change", [{"trackingNumber": ""}, {"activityStatus": {}}, {"gmtActivityTime": "noon"}]
)
def test_an_alert_without_its_fields_is_malformed(change: dict[str, object]) -> None:
    with pytest.raises(MalformedEvent):
        read({**sample(), **change})


def test_a_repeated_alert_has_the_same_id_and_another_scan_has_not() -> None:
    def named(payload: dict[str, Any]) -> str:
        return verifier().event_id(payload, b"", {})

    assert named(sample()) == named({**sample(), "receivedBy": "JOHN"})
    assert named(sample()) != named(sample(code="KB"))
    assert named(sample()) != named({**sample(), "gmtActivityTime": "145005"})
    assert named({}) != named({"activityStatus": 1, "trackingNumber": "1Z"})
