"""Orders paid on the provider's own page, on the deployed stack."""

from typing import Any

import pytest

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.errors import ApiRefusedError
from tests.e2e.razorpay_account import RazorpayAccount
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

CHECKOUT = {
    "kind": "checkout",
    "success_url": "https://shop.test/thanks",
    "cancel_url": "https://shop.test/basket",
}


def placed(merchant: Merchant, **order: Any) -> JsonObject:
    """An order whose page the shopper can open."""
    order_id = merchant.place(payment=CHECKOUT, **order)["id"]
    return eventually(
        lambda: merchant.api.order(order_id),
        until=lambda found: found["payment"]["page_url"] is not None,
    )


def shopper(world: World, order: JsonObject, verb: str = "pay", **command: Any) -> JsonObject:
    path = f"/stripe/checkout/sessions/{order['payment']['intent_id']}/{verb}"
    return world.simulator.http.call("POST", path, command)


def test_a_page_is_paid_after_a_declined_card(world: World, merchant: Merchant) -> None:
    order = placed(merchant)
    assert order["payment"]["page_url"].startswith("https://checkout.stripe.com/")
    shopper(world, order, card="pm_card_chargeDeclined")
    shopper(world, order)
    paid = merchant.until(order["id"], "labelled")
    assert (paid["payment"]["captured"], paid["payment"]["failed_attempts"]) == (4200, 0)
    assert paid["payment"]["page_url"] is None
    types = merchant.event_types(order["id"])
    assert types.count("payment.captured") == 1
    merchant.api.refund(order["id"], {"amount": 1000}, idempotency_key="r-1")
    eventually(
        lambda: merchant.api.order(order["id"])["payment"]["refunds"],
        until=lambda rows: [row["state"] for row in rows] == ["succeeded"],
    )
    assert world.books(merchant)["sums"]["net"] == {"usd": 3200}


def test_an_expired_page_gives_the_stock_back(world: World, merchant: Merchant) -> None:
    order = placed(merchant)
    assert merchant.stock() == 8
    shopper(world, order, "expire")
    assert merchant.until(order["id"], "cancelled")["close_reason"] == "payment_voided"
    assert merchant.stock() == 10


def test_a_cancelled_order_closes_its_page(world: World, merchant: Merchant) -> None:
    order = placed(merchant)
    merchant.api.cancel(order["id"])
    merchant.until(order["id"], "cancelled")
    with pytest.raises(ApiRefusedError):
        shopper(world, order)


def test_money_that_comes_days_later_for_a_cancelled_order_goes_back(
    world: World, merchant: Merchant
) -> None:
    order = placed(merchant)
    shopper(world, order, delayed=True)
    eventually(
        lambda: merchant.event_types(order["id"]), until=lambda types: "payment.begun" in types
    )
    assert merchant.status(order["id"]) == "payment_pending"
    shopper(world, order, "settle", outcome="succeed")
    paid = merchant.until(order["id"], "labelled")
    merchant.api.cancel(paid["id"])
    assert merchant.until(order["id"], "cancelled")["payment"]["state"] == "refunded"
    assert world.books(merchant)["sums"]["net"] == {"usd": 0}


def test_a_page_may_only_authorise(world: World, merchant: Merchant) -> None:
    order = placed(merchant, capture="manual")
    shopper(world, order)
    merchant.until(order["id"], "authorised")
    merchant.api.capture(order["id"], {"amount": 4100}, idempotency_key="k-1")
    assert merchant.until(order["id"], "labelled")["payment"]["captured"] == 4100
    assert world.books(merchant)["sums"]["captured"] == {"usd": 4100}


def test_a_lost_answer_makes_no_second_page(world: World, merchant: Merchant) -> None:
    world.rule(
        target="api",
        provider="stripe",
        account=merchant.stripe_key,
        method="POST",
        path="^/v1/checkout/sessions$",
        action="drop_response",
        times=1,
    )
    order = placed(merchant)
    assert world.books(merchant)["sessions"]["count"] == 1
    shopper(world, order)
    merchant.until(order["id"], "labelled")


def test_a_payment_link_is_paid_and_refunded(world: World) -> None:
    account = RazorpayAccount.connected(world, world.merchant())
    merchant = account.merchant
    world.rule(
        target="api",
        provider="razorpay",
        account=account.key_id,
        method="POST",
        path="^/v1/payment_links$",
        action="drop_response",
        times=1,
    )
    order = placed(merchant, payment_provider="razorpay")
    link_id = order["payment"]["intent_id"]
    account.control(f"/payment_links/{link_id}/pay", {"outcome": "fail"})
    account.control(f"/payment_links/{link_id}/pay", {})
    merchant.until(order["id"], "labelled")
    merchant.api.refund(order["id"], {"amount": 1000}, idempotency_key="r-1")
    eventually(lambda: account.heard(order["id"], "refund.processed"), until=lambda n: n == 1)
    assert account.sums()["net"] == {"usd": 3200}
    assert account.books()["links"]["count"] == 1


def test_an_expired_link_ends_its_order(world: World) -> None:
    account = RazorpayAccount.connected(world, world.merchant())
    order = placed(account.merchant, payment_provider="razorpay")
    account.control(f"/payment_links/{order['payment']['intent_id']}/expire", {})
    assert account.merchant.until(order["id"], "cancelled")["close_reason"] == "payment_voided"
