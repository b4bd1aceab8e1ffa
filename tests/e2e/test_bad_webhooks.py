"""The rows of docs/bad-webhooks.md on the deployed stack: what the door says, what is done."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from simulator.stripe.signing import signature_header
from tests.e2e.razorpay_account import RazorpayAccount
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

EVENT: dict[str, Any] = {
    "id": "evt_bad",
    "object": "event",
    "type": "payment_intent.succeeded",
    "created": 1,
}
BODY = json.dumps(EVENT, indent=2).encode()
Headers = dict[str, str]


def stripe(secrets: list[str], body: bytes = BODY, late: int = 0) -> Headers:
    return {"Stripe-Signature": signature_header(secrets, body, int(time.time()) - late)}


def only_v0(secret: str) -> Headers:
    return {"Stripe-Signature": stripe([secret])["Stripe-Signature"].replace("v1=", "v0=")}


NESTED = b'{"a":' + b"[" * 40_000 + b"]" * 40_000 + b"}"
REFUSED: dict[str, tuple[Callable[[str], Headers], bytes, tuple[int, str]]] = {
    "another secret": (lambda _: stripe(["whsec_other"]), BODY, (400, "invalid-signature")),
    "no signature": (lambda _: {}, BODY, (400, "invalid-signature")),
    "v0 only": (only_v0, BODY, (400, "invalid-signature")),
    "several v1": (lambda _: stripe(["whsec_a", "whsec_b"]), BODY, (400, "invalid-signature")),
    "in the future": (lambda s: stripe([s], late=-400), BODY, (400, "invalid-signature")),
    "in the past": (lambda s: stripe([s], late=400), BODY, (400, "invalid-signature")),
    "re-encoded": (lambda s: stripe([s]), json.dumps(EVENT).encode(), (400, "invalid-signature")),
    "nested": (lambda s: stripe([s], NESTED), NESTED, (400, "malformed-json")),
    "no object": (lambda s: stripe([s], b"[]"), b"[]", (400, "malformed-json")),
    "huge": (
        lambda s: stripe([s], b" " * (256 * 1024 + 1)),
        b" " * (256 * 1024 + 1),
        (413, "payload-too-large"),
    ),
}


@pytest.fixture(scope="module")
def shop(world: World) -> Merchant:
    return world.merchant()


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_door_refuses(world: World, shop: Merchant, case: str) -> None:
    headers, body, expected = REFUSED[case]
    reply = world.door.post("stripe", shop.tenant_id, body, headers(shop.signing_secret))
    assert (reply.status, json.loads(reply.body)["type"].rpartition(":")[2]) == expected


def test_several_v1_of_which_one_is_ours(world: World, shop: Merchant) -> None:
    body = json.dumps({**EVENT, "type": "customer.created"}).encode()
    headers = stripe(["whsec_a", shop.signing_secret], body)
    assert world.door.post("stripe", shop.tenant_id, body, headers).status == 200


def test_no_secret_configured(world: World, shop: Merchant) -> None:
    """The merchant has no account at Razorpay."""
    for headers in ({}, {"X-Razorpay-Signature": "0" * 64}):
        assert world.door.post("razorpay", shop.tenant_id, BODY, headers).status == 404


def paid(intent_id: str, order_id: str, tenant_id: str, amount: object = 4200) -> dict[str, Any]:
    intent = {
        "id": intent_id,
        "amount_received": amount,
        "currency": "usd",
        "metadata": {"tenant_id": tenant_id, "order_id": order_id},
    }
    return {**EVENT, "id": f"evt_{intent_id}", "data": {"object": intent}}


def test_a_genuine_event_about_what_is_not_the_merchants_pays_nothing(world: World) -> None:
    """Another tenant's order, and one whose payment another provider takes."""
    merchant, victim = world.merchant(), world.merchant()
    account = RazorpayAccount.connected(world, merchant)
    theirs, at_razorpay = victim.place()["id"], account.place()
    intent_id = victim.payable(theirs)["payment"]["intent_id"]
    razorpays = account.payable(at_razorpay)
    for object_id, order_id in ((intent_id, theirs), (razorpays, at_razorpay)):
        body, headers = world.signed(merchant, paid(object_id, order_id, merchant.tenant_id))
        assert world.door.post("stripe", merchant.tenant_id, body, headers).status == 200
        eventually(
            lambda name=object_id: world.parked(merchant.tenant_id, name),  # type: ignore[misc]
            until=lambda found: len(found) == 1,
        )
    assert victim.status(theirs) == "payment_pending"
    assert merchant.status(at_razorpay) == "payment_pending"


def test_an_amount_that_is_no_amount_does_not_keep_the_real_payment_away(
    world: World, merchant: Merchant
) -> None:
    order_id = merchant.place()["id"]
    intent_id = merchant.payable(order_id)["payment"]["intent_id"]
    event = paid(intent_id, order_id, merchant.tenant_id, amount="4200")
    body, headers = world.signed(merchant, event)
    assert world.door.post("stripe", merchant.tenant_id, body, headers).status == 200
    merchant.pay(order_id)
    merchant.until(order_id, "labelled")
    assert merchant.api.order(order_id)["payment"]["captured"] == 4200
