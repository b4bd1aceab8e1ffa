"""A third payment provider is a folder of its own; nothing else is touched."""

import hashlib
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from orderloom import adapters
from orderloom.adapters import provider_registry as registry
from orderloom.bootstrap import Container
from orderloom.domain.facts import PaymentFact, PaymentOutcome
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.tenant import Connection
from orderloom.errors import InvalidRequest, NotFound
from orderloom.services.connect_provider import ConnectProvider
from orderloom.services.payment_choice import PaymentChoice
from orderloom.settings import Settings
from pydantic import SecretStr

from tests.builders.tenants import a_tenant
from tests.fakes.clock import FakeClock
from tests.fakes.tenants import FakeTenants

NOW = datetime(2026, 6, 1, tzinfo=UTC)
PROVIDER = """
import hashlib
import json

from orderloom.adapters.provider import TakesPayments
from orderloom.domain.facts import EventSource, PaymentFact, PaymentOutcome
from orderloom.ports.event_reader import EventReader
from orderloom.ports.payments import MoneyOnRecord, PaymentIntent, PaymentProvider, Refund
from orderloom.ports.providers import ProviderTerms
from orderloom.ports.webhook_verifier import SignatureRejected, WebhookVerifier

OUTCOMES = {"money.came": PaymentOutcome.CAPTURED}


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
            source=source, outcome=OUTCOMES[body["type"]], intent_id=body["payment"]
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
CONNECTION = Connection(provider="thirdpay", api_key=SecretStr("third"))
SECRETS = (SecretStr("hush"),)


def connecting(tenants: FakeTenants) -> ConnectProvider:
    return ConnectProvider(
        tenants=tenants,
        providers=registry.AdapterRegistry(),
        clock=FakeClock(),
        random_bits=lambda _bits: 7,
    )


def forget() -> None:
    registry.provider_names.cache_clear()
    registry.provider.cache_clear()
    registry.reader_for.cache_clear()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty place beside our own adapters."""
    monkeypatch.setattr(adapters, "__path__", [*adapters.__path__, str(tmp_path)])
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith("orderloom.adapters.thirdpay")]:
        del sys.modules[name]
    forget()


@pytest.fixture
def tenants(folder: Path) -> FakeTenants:
    """With the third provider in its folder, and a merchant connected to it."""
    (folder / "thirdpay").mkdir()
    (folder / "thirdpay/__init__.py").write_text("")
    (folder / "thirdpay/provider.py").write_text(PROVIDER)
    forget()
    directory = FakeTenants(a_tenant())
    connecting(directory)("acme", CONNECTION, SECRETS)
    return directory


def test_without_its_folder_there_is_none(folder: Path) -> None:
    assert folder.is_dir()
    assert registry.provider("thirdpay") is None
    with pytest.raises(NotFound):
        registry.payment_provider("thirdpay")


def test_its_webhooks_are_verified_and_understood(tenants: FakeTenants) -> None:
    assert tenants.connected("acme") == ("thirdpay",)
    verifier = registry.Verifiers(shipstation_jwks_url="unused")("thirdpay")
    assert verifier is not None
    body = b'{"id": "e1", "type": "money.came", "payment": "p1"}'
    headers = {"x-thirdpay": hashlib.sha256(b"hush" + body).hexdigest()}
    verifier.verify(body, headers, ["hush"], NOW)
    event = InboundEvent("acme", "thirdpay", "e1", NOW, body.decode())
    fact = registry.reader_for("thirdpay").read(event)
    assert isinstance(fact, PaymentFact)
    assert (fact.outcome, fact.object_id) == (PaymentOutcome.CAPTURED, "p1")


def test_its_terms_hold_for_connections(tenants: FakeTenants) -> None:
    with pytest.raises(InvalidRequest):
        connecting(tenants)("acme", CONNECTION, ())


def test_it_takes_payments(tenants: FakeTenants) -> None:
    choose = PaymentChoice(tenants=tenants, providers=registry.AdapterRegistry())
    assert choose("acme", None) == "thirdpay"
    for simulated, base_url in (
        (None, "https://api.thirdpay.test"),
        ("http://sim", "http://sim/thirdpay"),
    ):
        container = Container(Settings(payments_base_url=simulated))
        container.tenants = tenants
        payments: Any = container.payments("acme", "thirdpay")
        found = (payments.name, payments.key, payments.base_url)
        assert found == ("thirdpay", "third", base_url)


def test_only_a_provider_that_takes_payments_is_asked_for_one() -> None:
    with pytest.raises(NotFound):
        registry.payment_provider("shipstation")


@pytest.mark.parametrize("name", ["", "dynamodb", "..", "stripe.reader", "../stripe"])
def test_no_other_folder_is_a_provider(name: str) -> None:
    assert registry.provider(name) is None
    assert registry.Verifiers(shipstation_jwks_url="unused")(name) is None
