"""Signing secrets rotate while webhooks come in: none is lost, and the old one is refused."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.clients.provider_accounts import StripeAccount
from orderloom_cli.errors import ApiRefusedError
from simulator.stripe.signing import signature_header
from tests.e2e.razorpay_account import RazorpayAccount
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

ORDERS = 6
OVERLAP = 8.0
STATELESS: dict[str, Any] = {"id": "evt_1", "object": "event", "type": "customer.created"}


def secrets(world: World, merchant: Merchant, provider: str = "stripe") -> list[JsonObject]:
    """Of a connection, newest first."""
    listed = world.operator.connections(merchant.tenant_id)["data"]
    (found,) = (each["signing_secrets"] for each in listed if each["provider"] == provider)
    return list(found)


def endpoint(world: World, merchant: Merchant) -> str:
    url = f"{world.details.simulator_url}/stripe"
    (only,) = StripeAccount.at(world.transport, url, merchant.stripe_key).webhook_endpoints()
    return str(only["id"])


def answer_to(world: World, merchant: Merchant, secret: str) -> int:
    """What the door says to a webhook signed with a secret now."""
    body = json.dumps(STATELESS).encode()
    header = signature_header([secret], body, int(time.time()))
    reply = world.door.post("stripe", merchant.tenant_id, body, {"Stripe-Signature": header})
    return reply.status


def buy(merchant: Merchant, _number: int) -> str:
    order_id = str(merchant.place(quantity=1)["id"])
    merchant.pay(order_id)
    return order_id


def attempts(world: World, account: str) -> list[int | None]:
    """How each attempt to deliver a webhook of an account was answered."""
    query = {"account": account}
    found = world.simulator.http.get("/deliveries", query)["deliveries"]
    return [attempt["status"] for attempt in found]


def signatures(world: World, merchant: Merchant) -> int:
    """With how many secrets Stripe signs at the moment."""
    headers = world.simulator.sign("stripe", merchant.stripe_key, "{}")
    return headers["Stripe-Signature"].count("v1=")


def test_rotation_under_traffic_loses_nothing(world: World) -> None:
    """Rolled at Stripe, then added here, then Stripe signs with the new one alone."""
    merchant = world.merchant()
    with ThreadPoolExecutor(2) as shoppers:
        bought = [shoppers.submit(buy, merchant, number) for number in range(ORDERS)]
        bought[0].result()
        new = world.simulator.roll_secret(endpoint(world, merchant), overlap_seconds=OVERLAP)
        assert signatures(world, merchant) == 2
        world.operator.rotate(merchant.tenant_id, "stripe", new)
        orders = [each.result() for each in bought]
    eventually(lambda: signatures(world, merchant), until=lambda count: count == 1)
    orders += [buy(merchant, number) for number in range(2)]
    for order_id in orders:
        merchant.until(order_id, "labelled")
    assert set(attempts(world, merchant.stripe_key)) == {200}
    assert world.books(merchant)["sums"]["net"] == {"usd": 2100 * len(orders)}
    newest, oldest = secrets(world, merchant)
    assert (newest["hits"] > 0, oldest["hits"] > 0) == (True, True)
    assert oldest["expires_at"] is not None


def test_removing_the_old_one_refuses_it(world: World) -> None:
    merchant = world.merchant()
    tenant, old = merchant.tenant_id, merchant.signing_secret
    assert answer_to(world, merchant, old) == 200
    new = world.simulator.roll_secret(endpoint(world, merchant), overlap_seconds=0)
    (first,) = secrets(world, merchant)
    with pytest.raises(ApiRefusedError, match="only signing secret"):
        world.operator.retire(tenant, "stripe", first["id"])
    world.operator.rotate(tenant, "stripe", new)
    world.operator.retire(tenant, "stripe", first["id"])
    eventually(lambda: answer_to(world, merchant, old), until=lambda status: status == 400)
    assert answer_to(world, merchant, new) == 200
    merchant.labelled()
    assert [each["id"] == first["id"] for each in secrets(world, merchant)] == [False]


def test_an_overlap_ends_on_the_second(world: World) -> None:
    merchant = world.merchant()
    old, new = merchant.signing_secret, "whsec_of_my_own_choice"
    done = world.operator.rotate(merchant.tenant_id, "stripe", new, overlap_seconds=3)
    assert done["signing_secrets"][1]["expires_at"] is not None
    assert answer_to(world, merchant, old) == 200
    eventually(lambda: answer_to(world, merchant, old), until=lambda status: status == 400)
    assert answer_to(world, merchant, new) == 200


def test_what_was_signed_before_the_change_still_comes(world: World) -> None:
    """Razorpay knows no overlap, and its retries keep the signature they were made with."""
    account = RazorpayAccount.connected(world, world.merchant())
    rule = account.hold("payment.captured", "order.paid", "payment.authorized")
    order_id = account.place()
    account.pay(account.payable(order_id))
    account.rotate("chosen-in-the-dashboard")
    world.simulator.http.call("DELETE", f"/faults/{rule}")
    assert account.release() == 3
    account.merchant.until(order_id, "labelled")
    account.pay(account.payable(later := account.place()))
    account.merchant.until(later, "labelled")
    assert set(attempts(world, account.key_id)) == {200}
    new, old = secrets(world, account.merchant, "razorpay")
    world.operator.retire(account.merchant.tenant_id, "razorpay", old["id"])
    query = {"account": account.key_id}
    event = world.simulator.http.get("/deliveries", query)["deliveries"][0]["event_id"]

    def refused() -> bool:
        world.simulator.redeliver(event, times=1)
        return 400 in attempts(world, account.key_id)

    eventually(refused, until=bool)
    assert [each["id"] for each in secrets(world, account.merchant, "razorpay")] == [new["id"]]


def test_a_merchant_rotates_with_its_own_key(world: World, merchant: Merchant) -> None:
    body = {"signing_secret": "whsec_of_my_own_choice", "overlap_seconds": 0}
    done = merchant.api.http.call("POST", "/v1/connections/stripe/signing-secrets", body)
    assert len(done["signing_secrets"]) == 1
    assert answer_to(world, merchant, "whsec_of_my_own_choice") == 200
    listed = merchant.api.http.get("/v1/connections")
    assert [each["provider"] for each in listed["data"]] == ["shipstation", "stripe"]
    assert "whsec" not in json.dumps(listed)
