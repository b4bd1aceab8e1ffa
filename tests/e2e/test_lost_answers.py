"""Every money call in turn takes effect and its answer is lost: one charge, one refund.

The rule loses as many answers as the adapter's own repeats ask for, so that the order's next
attempt has to find out.
"""

from contextlib import suppress
from typing import Any

import pytest

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.clients.shopper import GOOD_CARD
from orderloom_cli.errors import CliError
from tests.e2e.razorpay_account import RazorpayAccount
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

CHECKOUT = {"kind": "checkout", "success_url": "https://shop.test/thanks"}
_STRIPES_OWN_REPEATS = 2


class Till:
    """One merchant whose payments one provider takes."""

    def __init__(self, world: World, provider: str) -> None:
        self.world, self.provider = world, provider
        self.merchant: Merchant = world.merchant()
        self.razorpay = RazorpayAccount.connected(world, self.merchant)
        self.account = self.merchant.stripe_key if provider == "stripe" else self.razorpay.key_id

    def lose(self, path: str) -> str:
        """Answers of POST calls to `path` get lost once they took effect; the rule's id."""
        return self.world.rule(
            target="api",
            provider=self.provider,
            account=self.account,
            method="POST",
            path=path,
            action="drop_response",
            times=_STRIPES_OWN_REPEATS if self.provider == "stripe" else 1,
        )

    def lost(self, rule: str) -> bool:
        """Whether the rule had all the answers it was to lose."""
        rules = self.world.simulator.http.get("/faults")["faults"]
        (found,) = [one for one in rules if one["id"] == rule]
        return bool(found["hits"])

    def place(self, **order: Any) -> str:
        placed = self.merchant.place(payment_provider=self.provider, **order)
        return str(placed["id"])

    def pay(self, order_id: str) -> None:
        """The shopper tries once more after an answer that never came, as browsers do."""
        if self.provider == "razorpay":
            self.razorpay.pay(self.razorpay.payable(order_id))
            return
        # Asked for once: a payment that took effect unheard has nothing more to pay.
        payment = self.merchant.payable(order_id)["payment"]
        for _ in range(_STRIPES_OWN_REPEATS + 1):
            with suppress(CliError):
                self.merchant.shopper.pay(payment["intent_id"], payment["client_secret"], GOOD_CARD)
                return

    def books(self) -> JsonObject:
        found: JsonObject = self.world.simulator.books()[self.provider][self.account]
        return found

    def held(self, order_id: str) -> int:
        """What the provider owes the merchant, fees apart: it keeps these."""
        (balance,) = self.merchant.api.ledger(order_id)["balances"]
        return int(balance["held"] + balance["fees"])


def paid_and_sent_back(till: Till, capture: str) -> str:
    """The id of an order placed, paid, captured, labelled and cancelled."""
    order_id = till.place(capture=capture)
    till.pay(order_id)
    if capture == "manual":
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
    ("provider", "capture", "path"),
    [
        ("stripe", "automatic", "^/v1/payment_intents$"),
        ("stripe", "automatic", "/confirm$"),
        ("stripe", "manual", "/capture$"),
        ("stripe", "on_shipping", "/capture$"),
        ("stripe", "automatic", "^/v1/refunds$"),
        ("razorpay", "automatic", "^/v1/orders$"),
        ("razorpay", "manual", "/capture$"),
        ("razorpay", "automatic", "/refund$"),
    ],
)
def test_money_is_taken_once_and_sent_back_once(
    world: World, provider: str, capture: str, path: str
) -> None:
    till = Till(world, provider)
    rule = till.lose(path)
    order_id = paid_and_sent_back(till, capture)
    assert till.lost(rule)
    books = till.books()
    asked = "intents" if provider == "stripe" else "orders"
    assert (books[asked]["count"], books["refunds"]["count"]) == (1, 1)
    assert books["sums"]["captured"] == books["sums"]["refunded"] == {"usd": 4200}
    assert till.held(order_id) == 0
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
        ("stripe", {"capture": "manual"}, "/cancel$"),
        ("stripe", {}, "/cancel$"),
        ("stripe", {"payment": CHECKOUT}, "/expire$"),
        ("stripe", {"payment": CHECKOUT}, "^/v1/checkout/sessions$"),
        ("razorpay", {"payment": CHECKOUT}, "/cancel$"),
        ("razorpay", {"payment": CHECKOUT}, "^/v1/payment_links$"),
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
        eventually(
            lambda: till.merchant.api.order(order_id)["payment"]["intent_id"],
            until=lambda intent_id: intent_id is not None,
        )
    till.merchant.api.cancel(order_id)
    cancelled = till.merchant.until(order_id, "cancelled", seconds=90)
    assert till.lost(rule)
    assert (cancelled["payment"]["state"], cancelled["attention"]) == ("voided", None)
    captured = till.books()["sums"]["captured"]
    assert (sum(captured.values()), till.books()["refunds"]["count"]) == (0, 0)
    assert till.merchant.stock() == 10
