"""The door takes what is genuine, once, and says nothing about the rest."""

import base64
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from orderloom.domain.inbound import InboundEvent
from orderloom.errors import NotFound, TransientError
from orderloom.ports.clock import Clock
from orderloom.ports.inbound_queue import InboundQueue
from orderloom.ports.webhook_secrets import KeyedSecret, WebhookSecrets
from orderloom.ports.webhook_verifier import SignatureRejected, WebhookVerifier
from orderloom.services.ingest_webhook import (
    MAX_BODY_BYTES,
    IngestWebhook,
    Refusal,
    WebhookRequest,
)

from tests.fakes.platform import FakePlatform

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SIGNED = {"x-signature": "signed by s1", "x-account": "a1", "x-other": "o"}


class FixedClock(Clock):
    def now(self) -> datetime:
        return NOW


class Directory(WebhookSecrets):
    failure: Exception | None = None

    newer: Sequence[KeyedSecret] | None = None

    def of(self, tenant_id: str, provider: str) -> Sequence[KeyedSecret]:
        if self.failure:
            raise self.failure
        if (tenant_id, provider) != ("acme", "stripe"):
            raise NotFound("connection", provider)
        return (KeyedSecret("id-0", "s0"), KeyedSecret("id-1", "s1"))

    def reread(self, tenant_id: str, provider: str) -> Sequence[KeyedSecret] | None:
        assert (tenant_id, provider) == ("acme", "stripe")
        return self.newer


class Verifier(WebhookVerifier):
    kept_headers = ("x-account", "x-missing")

    def __init__(self) -> None:
        self.seen: list[bytes] = []

    def verify(
        self, body: bytes, headers: Mapping[str, str], secrets: Sequence[str], now: datetime
    ) -> str:
        self.seen.append(body)
        assert now == NOW
        for secret in secrets:
            if headers.get("x-signature") == f"signed by {secret}":
                return secret
        raise SignatureRejected

    def event_id(self, payload: Mapping[str, Any], body: bytes, headers: Mapping[str, str]) -> str:
        assert body
        assert "x-signature" in headers
        return str(payload.get("id"))


class Queue(InboundQueue):
    failure: Exception | None = None

    def __init__(self) -> None:
        self.sent: list[InboundEvent] = []

    def send(self, event: InboundEvent) -> None:
        if self.failure:
            raise self.failure
        self.sent.append(event)


class Door:
    def __init__(self) -> None:
        self.secrets, self.verifier, self.queue = Directory(), Verifier(), Queue()
        self.ingest = IngestWebhook(
            verifier_for=lambda name: self.verifier if name in ("stripe", "other") else None,
            secrets=self.secrets,
            queue=self.queue,
            clock=FixedClock(),
            platform=FakePlatform(),
        )

    def knock(
        self,
        body: str | bytes = '{"id": "evt_1"}',
        provider: str = "stripe",
        tenant_id: str = "acme",
        headers: Mapping[str, str] = SIGNED,
    ) -> InboundEvent | Refusal:
        is_base64 = isinstance(body, bytes)
        text = base64.b64encode(body).decode() if isinstance(body, bytes) else body
        return self.ingest(WebhookRequest(provider, tenant_id, headers, text, is_base64))


@pytest.fixture
def door() -> Door:
    return Door()


def test_a_genuine_webhook_is_queued_once_and_unaltered(door: Door) -> None:
    body = '{"id": "evt_1",  "ü": 1}'
    event = door.knock(body)
    expected = InboundEvent(
        "acme", "stripe", "evt_1", NOW, body, {"x-account": "a1"}, secret_id="id-1"
    )
    assert door.queue.sent == [event] == [expected]
    assert door.verifier.seen == [body.encode()]


def test_a_base64_body_is_verified_as_the_bytes_that_were_signed(door: Door) -> None:
    event = door.knock(b'{"id": "evt_2"}\n')
    assert isinstance(event, InboundEvent)
    assert event.body == '{"id": "evt_2"}\n'
    assert door.verifier.seen == [b'{"id": "evt_2"}\n']


def test_an_unknown_provider_tenant_or_connection_look_alike(door: Door) -> None:
    for names in (("acme", "paypal"), ("rival", "stripe"), ("acme", "other")):
        assert door.knock(tenant_id=names[0], provider=names[1]) is Refusal.NOT_FOUND
    assert not door.verifier.seen


@pytest.mark.parametrize(
    "tenant_id", ["", "ac", "ACME", "a#b", "acme\n", "-acme", "a" * 41, "é" * 4]
)
def test_what_is_no_tenant_id_is_not_looked_up(door: Door, tenant_id: str) -> None:
    door.secrets.failure = AssertionError("looked up")
    assert door.knock(tenant_id=tenant_id) is Refusal.NOT_FOUND


def test_the_decoded_body_is_limited(door: Door) -> None:
    padding = b" " * (MAX_BODY_BYTES - len(b'{"id": "e"}'))
    assert isinstance(door.knock(b'{"id": "e"}' + padding), InboundEvent)
    assert door.knock(b'{"id": "e"}' + padding + b" ") is Refusal.TOO_LARGE
    assert door.knock("é" * MAX_BODY_BYTES) is Refusal.TOO_LARGE


def test_a_large_body_is_refused_before_anything_is_looked_up(door: Door) -> None:
    door.secrets.failure = AssertionError("looked up")
    assert door.knock(" " * (MAX_BODY_BYTES + 1)) is Refusal.TOO_LARGE


def test_a_bad_signature_is_refused_before_json_is_read(door: Door) -> None:
    assert door.knock("{", headers={}) is Refusal.INVALID_SIGNATURE
    assert not door.queue.sent


def test_a_secret_the_door_does_not_know_yet_is_looked_for_once(door: Door) -> None:
    signed = {"x-signature": "signed by s2"}
    assert door.knock(headers=signed) is Refusal.INVALID_SIGNATURE
    door.secrets.newer = (KeyedSecret("id-2", "s2"),)
    event = door.knock(headers=signed)
    assert isinstance(event, InboundEvent)
    assert event.secret_id == "id-2"
    assert len(door.verifier.seen) == 3
    assert door.knock(headers={"x-signature": "signed by s3"}) is Refusal.INVALID_SIGNATURE


@pytest.mark.parametrize(
    "body", ["", "[]", "null", "1", '"x"', "{", "{}x", '{"a":' * 50_000, "[" * 200_000, b"\xff{}"]
)
def test_a_signed_body_must_be_a_json_object(door: Door, body: str | bytes) -> None:
    assert door.knock(body) is Refusal.MALFORMED_JSON
    assert not door.queue.sent


def test_utf_16_is_not_what_a_webhook_is_written_in(door: Door) -> None:
    assert door.knock('{"id": 1}'.encode("utf-16")) is Refusal.MALFORMED_JSON


@pytest.mark.parametrize("body", ["e30", "e30=\n", "é", "e3 0="])
def test_broken_base64_is_refused(door: Door, body: str) -> None:
    request = WebhookRequest("stripe", "acme", SIGNED, body, is_base64=True)
    assert door.ingest(request) is Refusal.UNREADABLE_BODY


def test_text_that_cannot_be_bytes_is_refused(door: Door) -> None:
    assert door.knock('{"id": "\ud800"}') is Refusal.UNREADABLE_BODY


@pytest.mark.parametrize("part", ["secrets", "queue"])
def test_a_passing_failure_is_not_acknowledged(door: Door, part: str) -> None:
    getattr(door, part).failure = TransientError("throttled")
    with pytest.raises(TransientError):
        door.knock()


def test_neither_body_nor_headers_show_up_in_a_repr(door: Door) -> None:
    request = WebhookRequest("stripe", "acme", {"h": "secret-1"}, "secret-2")
    assert "secret" not in repr(request)
    assert "evt_9 secret" not in repr(door.knock('{"id": "x", "a": "evt_9 secret"}'))
