"""Tenants and their connections over HTTP."""

from typing import Any

import pytest
from orderloom.domain.identifiers import PLATFORM
from orderloom.errors import NotFound

from tests.builders.inbound import an_unclaimed
from tests.builders.tenants import a_connection
from tests.unit.http.client import OPERATOR, Answer, Client
from tests.unit.http.samples import ADDRESS, ORDER, STRIPE, TENANT, changed, without

NEW = {**TENANT, "tenant_id": "new-shop"}
WRONG_TENANTS: dict[str, list[Any]] = {
    "tenant_id": ["", "ab", "-ab", "Acme", "a_b", "a.b", "x" * 41, "abc\n", 7, None],
    "name": ["", "x" * 201, "a\u0007", None],
    "ship_from": [None, "London", []],
    "ship_from.country": ["England", None],
    "ship_from.line1": ["", "x" * 201],
    "payment_window_seconds": [29, 604_801, "1800", 60.0, True, None],
    "max_payment_attempts": [0, 11, "1", True, None],
    "retention_days": [29, 3651, "90", 90.0, True, None],
    "stock_shards": [0, 65, "4", True, None],
    "api_key": ["olk_mine"],
}
WRONG_CONNECTIONS: dict[str, list[Any]] = {
    "api_key": ["", "short", "x" * 256, "sk test 12345", "sk_tést_12345", "sk_12345678\n", 1, None],
    "signing_secrets": [[], None, "whsec_abcdefgh", ["whsec_abcdefgh"] * 6],
    "signing_secrets.0": ["", "abcdefgh", "whsec_", "whsec_" + "x" * 129, "whsec_abc defg", 1],
    "carrier_ids": [["se-1"], None],
}


@pytest.fixture
def client() -> Client:
    return Client()


def register(client: Client, body: Any) -> Answer:
    return client.send("POST", "/operator/tenants", body, caller=OPERATOR)


def connect(client: Client, body: Any, where: str = "acme/connections/stripe") -> Answer:
    return client.send("PUT", f"/operator/tenants/{where}", body, caller=OPERATOR)


def test_a_tenant_is_registered_and_its_key_shown_once(client: Client) -> None:
    answer = register(client, NEW)
    assert answer.status == 201
    key = answer.json["api_key"]
    assert client.container.tenants.tenant_of_key(key) == "new-shop"
    assert answer.json["payment_window_seconds"] == 1800
    assert answer.json["max_payment_attempts"] == 1
    assert answer.json["retention_days"] == 90
    assert answer.json["ship_from"]["city"] == ADDRESS["city"]
    assert "no-store" in answer.headers["cache-control"]
    shown = client.send("GET", "/operator/tenants/new-shop", caller=OPERATOR)
    assert shown.json["connections"] == []
    assert key not in str(shown.json)


def test_a_new_tenant_can_sell(client: Client) -> None:
    register(client, NEW)
    connect(client, STRIPE, "new-shop/connections/stripe")
    caller = {"role": "merchant", "tenant_id": "new-shop"}
    product = {"name": "Tea", "price": 1, "currency": "EUR", "weight_grams": 1, "stock": 2}
    client.send("PUT", "/v1/products/TEA-1", product, caller=caller)
    assert client.order(ORDER, caller=caller).status == 201


def test_a_tenant_id_is_taken_once(client: Client) -> None:
    answer = register(client, TENANT)
    assert (answer.status, answer.slug) == (409, "conflict")


@pytest.mark.parametrize(
    ("path", "value"), [(path, value) for path, values in WRONG_TENANTS.items() for value in values]
)
def test_a_wrong_tenant_names_its_field(client: Client, path: str, value: object) -> None:
    answer = register(client, changed(NEW, path, value))
    assert (answer.status, answer.slug, answer.fields) == (422, "validation-failed", [path])
    with pytest.raises(NotFound):
        client.container.tenants.tenant("new-shop")


@pytest.mark.parametrize("path", ["tenant_id", "name", "ship_from", "ship_from.city"])
def test_a_missing_field_of_a_tenant_is_named(client: Client, path: str) -> None:
    assert register(client, without(NEW, path)).fields == [path]


def test_stripe_is_connected_with_its_signing_secrets(client: Client) -> None:
    answer = connect(client, STRIPE)
    assert (answer.status, answer.json["provider"]) == (200, "stripe")
    stored = client.container.tenants.connection("acme", "stripe")
    assert stored.api_key.get_secret_value() == STRIPE["api_key"]
    (secret,) = stored.signing_secrets
    assert client.container.tenants.secrets["acme", secret.secret_id] == "whsec_abcdefgh"
    assert "whsec_abcdefgh" not in str(answer.json)
    shown = client.send("GET", "/operator/tenants/acme", caller=OPERATOR)
    assert shown.json["connections"] == ["razorpay", "stripe"]


def test_shipstation_is_connected_without_signing_secrets(client: Client) -> None:
    body = {"api_key": "ss_test_1234", "carrier_ids": ["se-123"]}
    assert connect(client, body, "acme/connections/shipstation").status == 200
    stored = client.container.tenants.connection("acme", "shipstation")
    assert stored.carrier_ids == ("se-123",)
    refused = connect(client, STRIPE, "acme/connections/shipstation")
    assert (refused.status, refused.fields) == (422, ["signing_secrets"])


@pytest.mark.parametrize(
    ("path", "value"),
    [(path, value) for path, values in WRONG_CONNECTIONS.items() for value in values],
)
def test_a_wrong_connection_names_its_field(client: Client, path: str, value: object) -> None:
    answer = connect(client, changed(STRIPE, path, value))
    assert (answer.status, answer.slug, answer.fields) == (422, "validation-failed", [path])
    assert client.container.tenants.connected("acme") == ("razorpay",)


def test_a_refused_connection_repeats_no_secret(client: Client) -> None:
    answer = connect(client, {"api_key": "topsecret key", "signing_secrets": ["topsecret"]})
    assert answer.status == 422
    assert "topsecret" not in str(answer.json)


@pytest.mark.parametrize(
    "where",
    [
        "nobody/connections/stripe",
        "A/connections/stripe",
        "acme/connections/paypal",
        "acme/connections/STRIPE",
        "acme/connections/PROVIDER",
    ],
)
def test_an_unknown_tenant_or_provider_is_not_found(client: Client, where: str) -> None:
    answer = connect(client, STRIPE, where)
    assert (answer.status, answer.slug) == (404, "not-found")
    assert client.container.tenants.connected("acme") == ("razorpay",)


def test_webhooks_no_order_claimed_are_listed(client: Client) -> None:
    path = "/operator/tenants/acme/unclaimed-events"
    assert client.send("GET", path, caller=OPERATOR).json == {"data": []}
    client.container.unclaimed("acme").write(an_unclaimed("acme", 1))
    (told,) = client.send("GET", path, caller=OPERATOR).json["data"]
    assert (told["provider"], told["event_id"], told["object_id"]) == ("stripe", "evt_1", "pi_1")
    assert client.send("GET", path).status == 403
    nobody = "/operator/tenants/nobody/unclaimed-events"
    assert client.send("GET", nobody, caller=OPERATOR).status == 404


def test_events_of_nobodys_accounts_are_listed(client: Client) -> None:
    path = "/operator/unowned-events"
    assert client.send("GET", path, caller=OPERATOR).json == {"data": []}
    client.container.unowned.write(an_unclaimed(PLATFORM, 1))
    (told,) = client.send("GET", path, caller=OPERATOR).json["data"]
    assert (told["provider"], told["event_id"]) == ("stripe", "evt_1")
    assert client.send("GET", path).status == 403


def test_the_platform_brings_the_events_of_one_merchants_account(client: Client) -> None:
    path = "/operator/tenants/acme/connections/stripe"
    whole = {"api_key": "sk_test_1", "account_id": "acct_1"}
    routed = f"{path}/platform-webhooks"
    assert client.send("PUT", routed, caller=OPERATOR).status == 404
    assert client.send("PUT", path, whole, caller=OPERATOR).status == 200
    answer = client.send("PUT", routed, caller=OPERATOR)
    assert (answer.status, answer.json["account_id"]) == (200, "acct_1")
    assert client.container.account_routes.owners == {("stripe", "acct_1"): "acme"}
    assert client.send("PUT", routed).status == 403
    client.container.account_routes.owners["stripe", "acct_1"] = "rival"
    client.container.tenants.connect("rival", a_connection(account_id="acct_1"))
    assert client.send("PUT", routed, caller=OPERATOR).status == 409
