"""Orders whose payment Razorpay takes, on the deployed stack."""

import json

import pytest

from orderloom_cli.errors import ApiRefusedError
from tests.e2e.razorpay_account import RazorpayAccount
from tests.e2e.waiting import eventually
from tests.e2e.world import World


@pytest.fixture
def account(world: World) -> RazorpayAccount:
    return RazorpayAccount.connected(world, world.merchant(max_payment_attempts=2))


def test_an_order_is_paid_and_shipped(world: World, account: RazorpayAccount) -> None:
    order_id = account.place()
    account.pay(account.payable(order_id))
    order = account.merchant.until(order_id, "labelled")
    payment = order["payment"]
    assert (payment["provider"], payment["captured"]) == ("razorpay", 4200)
    assert (payment["client_secret"], payment["public_key"]) == (None, None)
    world.simulator.advance_parcel(order["fulfilment"]["tracking_number"], "in_transit")
    account.merchant.until(order_id, "shipped")
    assert account.sums()["captured"] == {"usd": 4200}
    assert account.books()["orders"]["items"][0]["receipt"] == order_id
    assert "stripe" not in json.dumps(account.merchant.events(order_id))


def test_a_declined_attempt_and_then_a_good_one(account: RazorpayAccount) -> None:
    """The failure is heard of after the success."""
    order_id = account.place()
    razorpay_order = account.payable(order_id)
    account.hold("payment.failed")
    account.pay(razorpay_order, "fail", reason="incorrect_otp")
    account.pay(razorpay_order)
    account.merchant.until(order_id, "labelled")
    assert account.release() == 1
    eventually(lambda: account.heard(order_id, "payment.failed"), until=lambda n: n == 1)
    payment = account.merchant.api.order(order_id)["payment"]
    assert (payment["state"], payment["failed_attempts"]) == ("paid", 1)
    assert account.sums()["net"] == {"usd": 4200}


def test_the_last_declined_attempt_gives_the_stock_back(account: RazorpayAccount) -> None:
    order_id = account.place()
    razorpay_order = account.payable(order_id)
    for _ in range(2):
        account.pay(razorpay_order, "fail", reason="insufficient_funds")
    order = account.merchant.until(order_id, "cancelled")
    assert order["close_reason"] == "payment_declined"
    assert order["payment"]["decline_code"] == "insufficient_funds"
    assert account.merchant.stock() == 10
    assert account.sums()["captured"] == {}


def test_a_cancelled_order_is_refunded_once_though_the_answer_was_lost(
    world: World, account: RazorpayAccount
) -> None:
    order_id = account.place()
    account.pay(account.payable(order_id))
    account.merchant.until(order_id, "labelled")
    world.rule(
        target="api",
        provider="razorpay",
        account=account.key_id,
        method="POST",
        path="/refund$",
        action="drop_response",
        times=1,
    )
    account.merchant.api.cancel(order_id)
    order = account.merchant.until(order_id, "cancelled")
    assert order["payment"]["refunded"] == 4200
    assert account.books()["refunds"]["count"] == 1
    eventually(lambda: account.heard(order_id, "refund.processed"), until=lambda n: n == 1)
    assert account.merchant.api.order(order_id)["payment"]["refunded"] == 4200


def test_a_lost_answer_makes_no_second_order(world: World, account: RazorpayAccount) -> None:
    world.rule(
        target="api",
        provider="razorpay",
        account=account.key_id,
        method="POST",
        path="^/v1/orders$",
        action="drop_response",
        times=1,
    )
    order_id = account.place()
    account.pay(account.payable(order_id))
    account.merchant.until(order_id, "labelled")
    assert account.books()["orders"]["count"] == 1


def test_of_two_payment_providers_one_must_be_named(account: RazorpayAccount) -> None:
    with pytest.raises(ApiRefusedError) as refused:
        account.merchant.place()
    assert (refused.value.status, refused.value.slug) == (422, "payment-provider")
    order_id = account.merchant.place(payment_provider="stripe")["id"]
    account.merchant.pay(order_id)
    assert account.merchant.until(order_id, "labelled")["payment"]["provider"] == "stripe"


def test_a_forged_webhook_is_refused(world: World, account: RazorpayAccount) -> None:
    other = RazorpayAccount.connected(world, world.merchant())
    body = json.dumps({"event": "payment.captured", "payload": {}})
    signed = world.simulator.sign("razorpay", other.key_id, body)
    tenant = account.merchant.tenant_id
    for headers in ({}, signed, signed | {"X-Razorpay-Signature": "zz"}):
        reply = world.door.post("razorpay", tenant, body.encode(), headers)
        assert (reply.status, "invalid-signature" in reply.body.decode()) == (400, True)
