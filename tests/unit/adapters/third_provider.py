"""A third payment provider: a folder of its own, put beside those there are for one test."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from orderloom import adapters
from orderloom.adapters import provider_registry as registry

PROVIDER = """
import hashlib
import json

from orderloom.adapters.provider import TakesPayments
from orderloom.domain.facts import EventSource, PaymentFact, PaymentOutcome
from orderloom.ports.event_reader import EventReader
from orderloom.ports.payments import MoneyOnRecord, PaymentIntent, PaymentProvider, Refund
from orderloom.ports.providers import ProviderTerms
from orderloom.ports.webhook_verifier import SignatureRejected, WebhookVerifier

OUTCOMES = {
    "money.came": PaymentOutcome.CAPTURED,
    "card.declined": PaymentOutcome.ATTEMPT_FAILED,
    "payment.over": PaymentOutcome.VOIDED,
}


class Verifier(WebhookVerifier):
    def verify(self, body, headers, secrets, now):
        signed = [hashlib.sha256(secret.encode() + body).hexdigest() for secret in secrets]
        if headers.get("x-thirdpay") not in signed:
            raise SignatureRejected

    def event_id(self, payload, body, headers):
        return payload["id"]


class Reader(EventReader):
    def read(self, event):
        body = json.loads(event.body)
        source = EventSource(
            provider=event.provider,
            event_id=event.event_id,
            event_type=body["type"],
            occurred_at=event.received_at,
        )
        return PaymentFact(
            source=source,
            outcome=OUTCOMES[body["type"]],
            intent_id=body["payment"],
            amount=body.get("amount"),
            currency=body.get("currency"),
        )


class Payments(PaymentProvider):
    name = "thirdpay"

    def __init__(self, key, base_url):
        self.key, self.base_url = key, base_url

    def create(self, request):
        return PaymentIntent(request.operation_key, captured=0, cancelled=False)

    def cancel(self, intent_id, operation_key):
        return PaymentIntent(intent_id, captured=0, cancelled=True)

    def refund(self, intent_id, amount, operation_key):
        return Refund(operation_key, settled=True)

    def on_record(self, intent_id):
        return MoneyOnRecord(captured=0, currency="EUR", refunds=())


class ThirdPay(TakesPayments):
    terms = ProviderTerms(takes_payments=True, signs_with_our_secret=True)
    base_url = "https://api.thirdpay.test"

    def verifier(self, options):
        return Verifier()

    def reader(self):
        return Reader()

    def payments(self, connection, base_url):
        return Payments(connection.api_key.get_secret_value(), base_url)


PROVIDER = ThirdPay()
"""


def install(folder: Path, name: str = "thirdpay", provider: str = PROVIDER) -> None:
    """Nothing else is touched."""
    (folder / name).mkdir()
    (folder / name / "__init__.py").write_text("")
    (folder / name / "provider.py").write_text(provider)
    _forget()


@contextmanager
def beside_ours(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty place beside our own adapters."""
    monkeypatch.setattr(adapters, "__path__", [*adapters.__path__, str(folder)])
    yield
    added = tuple(f"orderloom.adapters.{entry.name}" for entry in folder.iterdir())
    for name in [name for name in sys.modules if added and name.startswith(added)]:
        del sys.modules[name]
    _forget()


def _forget() -> None:
    registry.provider_names.cache_clear()
    registry.provider.cache_clear()
    registry.reader_for.cache_clear()
