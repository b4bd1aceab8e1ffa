"""The webhook door's handler with its service made of fakes."""

import hashlib
import hmac
import importlib.util
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from orderloom.adapters.provider_registry import Verifiers
from orderloom.domain.inbound import InboundEvent
from orderloom.errors import NotFound
from orderloom.ports.clock import Clock
from orderloom.ports.inbound_queue import InboundQueue
from orderloom.ports.webhook_secrets import KeyedSecret, WebhookSecrets
from orderloom.services.grant_token import GrantToken
from orderloom.services.ingest_webhook import IngestWebhook

from tests.fakes.platform import FakePlatform

HANDLER = Path("functions/ingest_webhook/handler.py")
SAMPLE = Path("events/stripe/payment_intent.succeeded.json").read_text()
SECRET = "whsec_sample"
NOW = datetime(2026, 6, 1, tzinfo=UTC)
TIMESTAMP = int(NOW.timestamp())


class FixedClock(Clock):
    def now(self) -> datetime:
        return NOW


class Directory(WebhookSecrets):
    def of(self, tenant_id: str, provider: str) -> Sequence[KeyedSecret]:
        if (tenant_id, provider) not in {("acme", "stripe"), ("acme", "ups")}:
            raise NotFound("connection", provider)
        return (KeyedSecret("whs_1", SECRET),)

    def reread(self, tenant_id: str, provider: str) -> Sequence[KeyedSecret] | None:  # noqa: ARG002
        return None


class Queue(InboundQueue):
    def __init__(self) -> None:
        self.sent: list[InboundEvent] = []
        self.failure: Exception | None = None

    def send(self, event: InboundEvent) -> None:
        if self.failure:
            raise self.failure
        self.sent.append(event)


class Door:
    """The handler's module with its service made of fakes."""

    def __init__(self) -> None:
        self.queue, self.log, self.platform = Queue(), io.StringIO(), FakePlatform()
        self.module = load_handler()
        self.module.logger.registered_handler.setStream(self.log)
        ingest = IngestWebhook(
            verifier_for=Verifiers(shipstation_jwks_url="http://keys.test"),
            secrets=Directory(),
            queue=self.queue,
            clock=FixedClock(),
            platform=self.platform,
        )
        vars(self.module)["ingest_webhook"] = lambda: ingest
        vars(self.module)["grant_token"] = lambda: GrantToken(
            verifier_for=Verifiers(shipstation_jwks_url="http://keys.test"),
            secrets=Directory(),
            clock=FixedClock(),
        )

    def knock(self, event: dict[str, Any]) -> tuple[int, dict[str, Any], dict[str, str]]:
        answer = self.module.handler(event, None)
        return answer["statusCode"], json.loads(answer["body"]), answer["headers"]

    @property
    def line(self) -> dict[str, Any]:
        logged: dict[str, Any] = json.loads(self.log.getvalue().splitlines()[-1])
        return logged


def load_handler() -> ModuleType:
    spec = importlib.util.spec_from_file_location("ingest_webhook_handler", HANDLER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def signature(body: bytes) -> str:
    mac = hmac.new(SECRET.encode(), b"%d." % TIMESTAMP + body, hashlib.sha256)
    return f"t={TIMESTAMP},v1={mac.hexdigest()}"


def event(body: str | None = SAMPLE, **changes: Any) -> dict[str, Any]:
    return {
        "version": "2.0",
        "pathParameters": {"provider": "stripe", "tenant_id": "acme"},
        "headers": {"stripe-signature": signature((body or "").encode())},
        "body": body,
        "isBase64Encoded": False,
        **changes,
    }
