"""A merchant whose payments one provider takes, and whose provider's answers get lost."""

from contextlib import suppress
from typing import Any

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.errors import CliError
from tests.e2e.razorpay_account import RazorpayAccount
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

CHECKOUT = {"kind": "checkout", "success_url": "https://shop.test/thanks"}
_STRIPES_OWN_REPEATS = 2


class Till:
    """One merchant, connected to both providers."""

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

    def payable(self, order_id: str) -> JsonObject:
        """The order's payment, once the shopper can make it."""
        order = eventually(
            lambda: self.merchant.api.order(order_id),
            until=lambda found: found["payment"]["intent_id"] is not None,
        )
        payment: JsonObject = order["payment"]
        return payment

    def pay(self, order_id: str) -> None:
        """The shopper tries once more after an answer that never came, as browsers do."""
        payment = self.payable(order_id)
        intent_id = payment["intent_id"]
        if payment["hosted"]:
            page = "checkout/sessions" if self.provider == "stripe" else "payment_links"
            path = f"/{self.provider}/{page}/{intent_id}/pay"
            self.world.simulator.http.call("POST", path, {})
        elif self.provider == "razorpay":
            self.razorpay.pay(intent_id)
        else:
            for _ in range(_STRIPES_OWN_REPEATS + 1):
                with suppress(CliError):
                    self.merchant.shopper.pay(intent_id, payment["client_secret"])
                    return

    def books(self) -> JsonObject:
        found: JsonObject = self.world.simulator.books()[self.provider][self.account]
        return found

    def held(self, order_id: str) -> int:
        """What the provider owes the merchant, fees apart: it keeps these."""
        (balance,) = self.merchant.api.ledger(order_id)["balances"]
        return int(balance["held"] + balance["fees"])

    def entries(self, order_id: str, kind: str) -> int:
        """How many of a kind the ledger has."""
        entries = self.merchant.api.ledger(order_id)["entries"]
        return sum(entry["kind"] == kind for entry in entries)
