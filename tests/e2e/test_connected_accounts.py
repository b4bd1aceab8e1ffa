"""A merchant whose payments a platform takes at a connected account of Stripe."""

import json

import pytest

from orderloom_cli.clients.json_http import JsonHttp, JsonObject
from orderloom_cli.clients.shopper import Shopper
from orderloom_cli.errors import ApiRefusedError
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

ACCOUNT = "acct_1SampleLoom"


def platform(world: World, merchant: Merchant) -> JsonHttp:
    """Connects the merchant to its account at the platform; the platform's own calls."""
    stripe_url = f"{world.details.simulator_url}/stripe"
    calls = JsonHttp(
        world.transport, stripe_url, {"Authorization": f"Bearer {merchant.stripe_key}"}
    )
    url = world.webhook_url("stripe", merchant.tenant_id)
    fields = [("url", url), ("enabled_events[]", "*"), ("connect", "true")]
    secret = calls.form("/v1/webhook_endpoints", fields)["secret"]
    connection = {
        "api_key": merchant.stripe_key,
        "account_id": ACCOUNT,
        "signing_secrets": [secret, merchant.signing_secret],
    }
    world.operator.connect(merchant.tenant_id, "stripe", connection)
    return calls


def pay(world: World, merchant: Merchant, order_id: str) -> JsonObject:
    """As Stripe.js does, told of the account."""
    payment: JsonObject = merchant.payable(order_id)["payment"]
    headers = dict(merchant.shopper.http.headers) | {"Stripe-Account": payment["account"]}
    http = JsonHttp(world.transport, f"{world.details.simulator_url}/stripe", headers)
    Shopper(http).pay(payment["intent_id"], payment["client_secret"])
    return payment


def test_money_is_taken_and_sent_back_at_the_connected_account(world: World) -> None:
    merchant = world.merchant()
    platform(world, merchant)
    order_id = merchant.place()["id"]
    payment = pay(world, merchant, order_id)
    assert payment["account"] == ACCOUNT
    merchant.until(order_id, "labelled")
    merchant.api.cancel(order_id)
    assert merchant.until(order_id, "cancelled")["payment"]["state"] == "refunded"
    books = world.simulator.books()["stripe"]
    assert books[f"{merchant.stripe_key}/{ACCOUNT}"]["sums"]["refunded"] == {"usd": 4200}
    assert books[merchant.stripe_key]["intents"]["count"] == 0


def test_an_event_of_another_account_moves_nothing_and_becomes_a_task(world: World) -> None:
    merchant = world.merchant()
    platform(world, merchant)
    order_id = merchant.place()["id"]
    intent_id = merchant.payable(order_id)["payment"]["intent_id"]
    event = {
        "id": "evt_of_another_account",
        "object": "event",
        "account": "acct_1Another",
        "type": "payment_intent.succeeded",
        "created": 1780000000,
        "data": {"object": {"id": intent_id, "amount_received": 4200, "currency": "usd"}},
    }
    body, headers = world.signed(merchant, event)
    assert json.loads(body)["account"] == "acct_1Another"
    assert world.door.post("stripe", merchant.tenant_id, body, headers).status == 200
    order = eventually(
        lambda: merchant.api.order(order_id), until=lambda found: found["attention"] is not None
    )
    assert (order["attention"]["kind"], order["payment"]["captured"]) == ("foreign_account", 0)
    pay(world, merchant, order_id)
    merchant.until(order_id, "labelled")


def test_only_stripe_has_connected_accounts(world: World, merchant: Merchant) -> None:
    connection = {"api_key": "a-key-of-shipstation", "account_id": ACCOUNT}
    with pytest.raises(ApiRefusedError) as refused:
        world.operator.connect(merchant.tenant_id, "shipstation", connection)
    assert refused.value.status == 422
