"""Connecting a merchant to a provider."""

import pytest
from orderloom.adapters.provider_registry import AdapterRegistry, provider_names
from orderloom.domain.tenant import Connection
from orderloom.errors import InvalidRequest, NotFound
from orderloom.services.connect_provider import ConnectProvider
from pydantic import SecretStr

from tests.builders.tenants import without_secrets
from tests.unit.http.memory import MemoryContainer
from tests.unit.http.samples import two_tenants

SECRETS = (SecretStr("whsec_one"),)


def connecting(container: MemoryContainer) -> ConnectProvider:
    return ConnectProvider(
        tenants=container.tenants,
        providers=AdapterRegistry(),
        clock=container.clock,
        random_bits=container.random_bits,
    )


@pytest.mark.parametrize(
    ("provider", "signing_secrets", "carrier_ids", "field"),
    [
        ("stripe", (SecretStr("rotten_one"),), (), "signing_secrets.0"),
        ("razorpay", (), (), "signing_secrets"),
        ("razorpay", SECRETS, (), "key_id"),
        ("stripe", SECRETS, (), None),
        ("stripe", (), (), "signing_secrets"),
        ("stripe", SECRETS, ("se-1",), "carrier_ids"),
        ("shipstation", (), (), None),
        ("shipstation", (), ("se-1",), None),
        ("shipstation", SECRETS, (), "signing_secrets"),
    ],
)
def test_each_provider_has_its_terms(
    provider: str,
    signing_secrets: tuple[SecretStr, ...],
    carrier_ids: tuple[str, ...],
    field: str | None,
) -> None:
    container = two_tenants()
    connection = Connection(provider=provider, api_key=SecretStr("key"), carrier_ids=carrier_ids)
    connect = connecting(container)
    if field is None:
        made = connect("acme", connection, signing_secrets)
        assert container.tenants.connection("acme", provider) == without_secrets(made)
        assert made.carrier_ids == carrier_ids
        stored = [
            container.tenants.secrets["acme", each.secret_id] for each in made.signing_secrets
        ]
        assert stored == [secret.get_secret_value() for secret in signing_secrets]
    else:
        with pytest.raises(InvalidRequest) as raised:
            connect("acme", connection, signing_secrets)
        assert raised.value.field == field
        assert container.tenants.connected("acme") == ("razorpay",)


def test_every_provider_whose_webhooks_are_understood_can_be_connected() -> None:
    connect = connecting(two_tenants())
    assert {"stripe", "razorpay", "shipstation"} <= provider_names()
    for provider in provider_names():
        connection = Connection(
            provider=provider,
            api_key=SecretStr("key"),
            key_id="rzp_test_1" if provider == "razorpay" else None,
        )
        connect("acme", connection, () if provider == "shipstation" else SECRETS)


def test_only_a_provider_with_a_key_id_takes_one() -> None:
    connect = connecting(two_tenants())
    connection = Connection(provider="stripe", api_key=SecretStr("key"), key_id="id")
    with pytest.raises(InvalidRequest) as raised:
        connect("acme", connection, SECRETS)
    assert raised.value.field == "key_id"


@pytest.mark.parametrize(("tenant_id", "provider"), [("nobody", "stripe"), ("acme", "paypal")])
def test_an_unknown_tenant_or_provider_is_not_found(tenant_id: str, provider: str) -> None:
    container = two_tenants()
    connection = Connection(provider=provider, api_key=SecretStr("k"))
    with pytest.raises(NotFound):
        connecting(container)(tenant_id, connection, SECRETS)
    assert container.tenants.connected(tenant_id) in ((), ("razorpay",))
