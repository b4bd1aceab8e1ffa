"""A third payment provider is a folder of its own; nothing else is touched."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
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
from tests.unit.adapters.third_provider import beside_ours, install

NOW = datetime(2026, 6, 1, tzinfo=UTC)
CONNECTION = Connection(provider="thirdpay", api_key=SecretStr("third"))
SECRETS = (SecretStr("hush"),)


def connecting(tenants: FakeTenants) -> ConnectProvider:
    return ConnectProvider(
        tenants=tenants,
        providers=registry.AdapterRegistry(),
        clock=FakeClock(),
        random_bits=lambda _bits: 7,
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with beside_ours(tmp_path, monkeypatch):
        yield tmp_path


@pytest.fixture
def tenants(folder: Path) -> FakeTenants:
    """With the third provider in its folder, and a merchant connected to it."""
    install(folder)
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
