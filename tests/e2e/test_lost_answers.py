"""Every money call in turn takes effect and its answer is lost: one charge, one refund.

The rule loses as many answers as the adapter's own repeats ask for, so that the order's next
attempt has to find out.
"""

from typing import Any

import pytest

from tests.e2e.till import CHECKOUT, Till
from tests.e2e.waiting import eventually
from tests.e2e.world import World

PAGE = {"payment": CHECKOUT}
ASKED_WITH = {"stripe": "intents", "razorpay": "orders"}
MANUAL, ON_SHIPPING = {"capture": "manual"}, {"capture": "on_shipping"}


def paid_and_sent_back(till: Till, order: dict[str, Any]) -> str:
    """The id of an order placed, paid, captured, labelled and cancelled."""
    order_id = till.place(**order)
    till.pay(order_id)
    if order.get("capture") == "manual":
        till.merchant.until(order_id, "authorised")
        till.merchant.api.capture(order_id, {}, idempotency_key="take")
    eventually(
        lambda: till.merchant.api.order(order_id),
        until=lambda o: o["status"] == "labelled" and o["payment"]["captured"],
        seconds=90,
    )
    till.merchant.api.cancel(order_id)
    till.merchant.until(order_id, "cancelled", seconds=90)
    return order_id


@pytest.mark.parametrize(
    ("provider", "order", "path"),
    [
        ("stripe", {}, "^/v1/payment_intents$"),
        ("stripe", {}, "/confirm$"),
        ("stripe", MANUAL, "/capture$"),
        ("stripe", ON_SHIPPING, "/capture$"),
        ("stripe", {}, "^/v1/refunds$"),
        ("stripe", PAGE, "^/v1/checkout/sessions$"),
        ("stripe", {**PAGE, **MANUAL}, "/capture$"),
        ("stripe", PAGE, "^/v1/refunds$"),
        ("razorpay", {}, "^/v1/orders$"),
        ("razorpay", MANUAL, "/capture$"),
        ("razorpay", ON_SHIPPING, "/capture$"),
        ("razorpay", {}, "/refund$"),
        ("razorpay", PAGE, "^/v1/payment_links$"),
        ("razorpay", PAGE, "/refund$"),
    ],
)
def test_money_is_taken_once_and_sent_back_once(
    world: World, provider: str, order: dict[str, Any], path: str
) -> None:
    till = Till(world, provider)
    rule = till.lose(path)
    order_id = paid_and_sent_back(till, order)
    assert till.lost(rule)
    books = till.books()
    made = "links" if provider == "razorpay" and order == PAGE else ASKED_WITH[provider]
    assert (books[made]["count"], books["refunds"]["count"]) == (1, 1)
    assert books["sums"]["captured"] == books["sums"]["refunded"] == {"usd": 4200}
    assert till.held(order_id) == 0
    assert (till.entries(order_id, "captured"), till.entries(order_id, "refunded")) == (1, 1)
    types = till.merchant.event_types(order_id)
    assert (types.count("payment.captured"), types.count("payment.refunded")) == (1, 1)
    assert till.merchant.stock() == 10


@pytest.mark.parametrize("path", ["^/v1/refunds$", "/refund$"])
def test_a_refund_a_merchant_asks_for_is_made_once(world: World, path: str) -> None:
    till = Till(world, "stripe" if "v1" in path else "razorpay")
    order_id = till.place()
    till.pay(order_id)
    till.merchant.until(order_id, "labelled")
    rule = till.lose(path)
    till.merchant.api.refund(order_id, {"amount": 1000}, idempotency_key="dented")
    eventually(
        lambda: till.merchant.api.order(order_id)["payment"]["refunds"],
        until=lambda rows: [row["state"] for row in rows] == ["succeeded"],
        seconds=90,
    )
    assert till.lost(rule)
    assert till.books()["sums"]["refunded"] == {"usd": 1000}
    assert till.held(order_id) == 3200


@pytest.mark.parametrize(
    ("provider", "order", "path"),
    [
        ("stripe", MANUAL, "/cancel$"),
        ("stripe", {}, "/cancel$"),
        ("stripe", PAGE, "/expire$"),
        ("stripe", PAGE, "^/v1/checkout/sessions$"),
        ("razorpay", PAGE, "/cancel$"),
        ("razorpay", PAGE, "^/v1/payment_links$"),
    ],
)
def test_what_is_let_go_is_never_charged(
    world: World, provider: str, order: dict[str, Any], path: str
) -> None:
    till = Till(world, provider)
    rule = till.lose(path)
    order_id = till.place(**order)
    if order.get("capture") == "manual":
        till.pay(order_id)
        till.merchant.until(order_id, "authorised")
    else:
        till.payable(order_id)
    till.merchant.api.cancel(order_id)
    cancelled = till.merchant.until(order_id, "cancelled", seconds=90)
    assert till.lost(rule)
    assert (cancelled["payment"]["state"], cancelled["attention"]) == ("voided", None)
    captured = till.books()["sums"]["captured"]
    assert (sum(captured.values()), till.books()["refunds"]["count"]) == (0, 0)
    assert till.merchant.stock() == 10
