"""Orders whose money is authorised first, on the deployed stack."""

from functools import partial

import pytest

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.errors import ApiRefusedError
from tests.e2e.razorpay_account import RazorpayAccount
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World


def authorised(merchant: Merchant, capture: str = "manual") -> JsonObject:
    order_id = merchant.place(capture=capture)["id"]
    merchant.pay(order_id)
    return merchant.until(order_id, "authorised")


def held(merchant: Merchant) -> str:
    """The id of an authorised order whose saga has ended."""
    order_id = str(authorised(merchant)["id"])
    eventually(lambda: merchant.event_types(order_id), until=lambda types: "shipment.held" in types)
    return order_id


def balance(merchant: Merchant, order_id: str) -> JsonObject:
    (found,) = merchant.api.ledger(order_id)["balances"]
    return dict(found)


def test_a_smaller_amount_is_captured_and_then_shipped(world: World, merchant: Merchant) -> None:
    order_id = held(merchant)
    order = merchant.api.order(order_id)
    assert (order["attention"]["kind"], world.labels(merchant)["labels"]["count"]) == (
        "capture_due",
        0,
    )
    with pytest.raises(ApiRefusedError) as refused:
        merchant.api.capture(order_id, {"amount": 4201}, idempotency_key="k-0")
    assert refused.value.slug == "capture-too-large"
    for _ in range(2):
        merchant.api.capture(order_id, {"amount": 4000}, idempotency_key="k-1")
    order = merchant.until(order_id, "labelled")
    assert (order["payment"]["captured"], order["attention"]) == (4000, None)
    assert world.books(merchant)["sums"]["captured"] == {"usd": 4000}
    assert {name: balance(merchant, order_id)[name] for name in ("authorised", "held")} == {
        "authorised": 0,
        "held": 4000,
    }


def test_cancelling_lets_go_of_it_and_refunds_nothing(world: World, merchant: Merchant) -> None:
    order_id = held(merchant)
    merchant.api.cancel(order_id)
    order = merchant.until(order_id, "cancelled")
    assert order["payment"]["state"] == "voided"
    assert world.books(merchant)["intents"]["by_status"] == {"canceled": 1}
    assert world.books(merchant)["refunds"]["count"] == 0
    assert merchant.stock() == 10
    assert balance(merchant, order_id)["authorised"] == 0


def test_an_authorisation_that_lapses_gives_the_order_up(world: World, merchant: Merchant) -> None:
    order_id = held(merchant)
    intent_id = merchant.api.order(order_id)["payment"]["intent_id"]
    world.simulator.http.call("POST", f"/stripe/payment_intents/{intent_id}/expire")
    order = merchant.until(order_id, "cancelled")
    assert (order["close_reason"], order["payment"]["state"]) == ("payment_voided", "voided")
    assert merchant.stock() == 10


def test_on_shipping_the_label_takes_the_money(world: World, merchant: Merchant) -> None:
    order_id = merchant.place(capture="on_shipping")["id"]
    merchant.pay(order_id)
    order = eventually(
        lambda: merchant.api.order(order_id), until=lambda found: found["payment"]["captured"]
    )
    assert order["status"] == "labelled"
    assert world.books(merchant)["sums"]["captured"] == {"usd": 4200}
    types = merchant.event_types(order_id)
    assert types.index("label.purchased") < types.index("payment.captured")


def test_a_merchant_captures_later_by_default(world: World) -> None:
    careful = world.merchant(capture="manual")
    order_id = careful.place()["id"]
    careful.pay(order_id)
    careful.until(order_id, "authorised")


def test_razorpay_takes_all_of_it_or_lets_it_lapse(world: World) -> None:
    account = RazorpayAccount.connected(world, world.merchant())
    merchant = account.merchant
    orders = [account.place(quantity=1, capture="manual") for _ in range(2)]
    for order_id in orders:
        account.pay(account.payable(order_id))
        merchant.until(order_id, "authorised")
    taken, dropped = orders
    with pytest.raises(ApiRefusedError) as refused:
        merchant.api.capture(taken, {"amount": 2000}, idempotency_key="k-0")
    assert (refused.value.status, refused.value.slug) == (422, "validation-failed")
    merchant.api.capture(taken, {}, idempotency_key="k-1")
    merchant.until(taken, "labelled")
    merchant.api.cancel(dropped)
    order = merchant.until(dropped, "cancelled")
    assert order["payment"]["state"] == "voided"
    assert account.sums()["captured"] == {"usd": 2100}
    assert account.books()["refunds"]["count"] == 0
    eventually(partial(account.heard, taken, "payment.captured"), until=lambda heard: heard == 1)
