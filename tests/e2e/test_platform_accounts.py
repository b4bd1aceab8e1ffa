"""A platform's one endpoint for all its accounts, and what it tells of them beside payments."""

import json
from typing import Any

import pytest

from orderloom_cli.clients.json_http import JsonHttp
from orderloom_cli.clients.shopper import Shopper
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

PLATFORM_KEY = "sk_test_platform-of-many"


@pytest.fixture(scope="module")
def platform(world: World) -> str:
    """The platform's own endpoint, which hears of every account connected to it; its secret."""
    calls = _calls(world)
    url = f"{world.details.api_url}/webhooks/stripe"
    fields = [("url", url), ("enabled_events[]", "*"), ("connect", "true")]
    secret = str(calls.form("/v1/webhook_endpoints", fields)["secret"])
    world.client("secretsmanager").put_secret_value(
        SecretId=world.details.outputs["PlatformWebhooksSecretArn"],
        SecretString=json.dumps({"stripe": [secret]}),
    )
    return secret


def _calls(world: World) -> JsonHttp:
    url = f"{world.details.simulator_url}/stripe"
    return JsonHttp(world.transport, url, {"Authorization": f"Bearer {PLATFORM_KEY}"})


def connected(world: World, account: str) -> Merchant:
    """A merchant of the platform, without a webhook endpoint of its own."""
    merchant = world.merchant()
    connect(world, merchant, account)
    base = f"/operator/tenants/{merchant.tenant_id}/connections/stripe"
    routed = world.operator.http.call("PUT", f"{base}/platform-webhooks")
    assert routed["account_id"] == account
    return merchant


def pay(world: World, merchant: Merchant, order_id: str) -> None:
    """As Stripe.js does, with the platform's publishable key and the account."""
    payment = merchant.payable(order_id)["payment"]
    headers = {
        "Authorization": f"Bearer {PLATFORM_KEY.replace('sk_', 'pk_', 1)}",
        "Stripe-Account": payment["account"],
    }
    http = JsonHttp(world.transport, f"{world.details.simulator_url}/stripe", headers)
    Shopper(http).pay(payment["intent_id"], payment["client_secret"])


def connect(world: World, merchant: Merchant, account: str) -> None:
    connection = {"api_key": PLATFORM_KEY, "account_id": account}
    world.operator.connect(merchant.tenant_id, "stripe", connection)


def health(world: World, merchant: Merchant) -> Any:
    cards = world.operator.connections(merchant.tenant_id)["data"]
    return next(card["health"] for card in cards if card["provider"] == "stripe")


def test_each_account_pays_its_own_merchants_orders_only(world: World, platform: str) -> None:
    assert platform
    acme, rival = connected(world, "acct_1Acme"), connected(world, "acct_1Rival")
    theirs = str(rival.place()["id"])
    rival.payable(theirs)
    ours = str(acme.place()["id"])
    pay(world, acme, ours)
    acme.until(ours, "labelled")
    assert rival.status(theirs) == "payment_pending"
    base = f"/operator/tenants/{rival.tenant_id}/connections/stripe/platform-webhooks"
    connect(world, rival, "acct_1Acme")
    assert world.operator.http.raw("PUT", base, None).status == 409
    account = {"account": f"{PLATFORM_KEY}/acct_1Acme"}
    (charge,) = world.simulator.books()["stripe"][account["account"]]["charges"]["items"]
    world.simulator.http.call("POST", f"/stripe/charges/{charge['id']}/settled")
    eventually(lambda: balance(acme, ours)["fees"], until=bool)
    # Lines of a payout are matched when it is told of: nobody sends the sweep its message here.
    (payout,) = world.simulator.http.call("POST", "/stripe/payouts", account)["payouts"]
    paid_out = eventually(
        lambda: balance(acme, ours), until=lambda found: found["paid_out"] == payout["amount"]
    )
    assert paid_out["fees"] == 4200 - payout["amount"]
    assert paid_out["held"] == 0


def balance(merchant: Merchant, order_id: str) -> Any:
    (found,) = merchant.api.ledger(order_id)["balances"]
    return found


def test_an_account_of_nobodys_is_accepted_and_listed(world: World, platform: str) -> None:
    assert platform
    fields = [("amount", "500"), ("currency", "usd")]
    stranger = JsonHttp(
        world.transport,
        f"{world.details.simulator_url}/stripe",
        {**_calls(world).headers, "Stripe-Account": "acct_1Nobody"},
    )
    stranger.form("/v1/payment_intents", fields)
    found = eventually(
        lambda: world.operator.http.get("/operator/unowned-events")["data"],
        until=lambda events: any(each["object_id"] == "acct_1Nobody" for each in events),
    )
    assert {each["provider"] for each in found} == {"stripe"}


def test_a_deauthorised_account_is_not_charged_until_it_is_connected_again(
    world: World, platform: str
) -> None:
    assert platform
    merchant = connected(world, "acct_1Leaver")
    merchant.payable(str(merchant.place(quantity=1)["id"]))
    account = f"{PLATFORM_KEY}/acct_1Leaver"
    world.simulator.http.call("POST", "/stripe/standing", {"account": account, "deauthorise": True})
    eventually(
        lambda: health(world, merchant)["state"], until=lambda state: state == "deauthorised"
    )
    order_id = str(merchant.place(quantity=1)["id"])
    delayed = eventually(
        lambda: [e for e in merchant.events(order_id) if e["type"] == "payment.delayed"],
        until=bool,
    )
    assert delayed[0]["data"]["reason"] == "deauthorised"
    assert merchant.status(order_id) == "payment_pending"
    connect(world, merchant, "acct_1Again")
    assert health(world, merchant) == {"state": "well", "notes": []}
