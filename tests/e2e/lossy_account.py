"""A merchant whose webhooks get lost, doubled, delayed and reordered; and what the books say."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from orderloom.adapters.stripe.reader import NEEDED_EVENTS

from orderloom_cli.clients.json_http import JsonHttp, JsonObject
from orderloom_cli.clients.provider_accounts import StripeAccount
from tests.e2e.razorpay_account import RazorpayAccount
from tests.e2e.waiting import eventually
from tests.e2e.world import MUG, Merchant, World

_DISTORTIONS: tuple[dict[str, Any], ...] = (
    {"action": "drop", "probability": 0.2},
    {"action": "duplicate", "probability": 0.3},
    {"action": "delay", "probability": 0.5, "seconds": 1.5},
    {"action": "delay", "probability": 0.5, "seconds": 0.7},
)
"""A dropped one is never sent. Four different delays reorder what is left."""

_LISTED = 100


@dataclass(frozen=True)
class LossyAccount:
    """One tenant, connected to both payment providers."""

    world: World
    merchant: Merchant
    razorpay: RazorpayAccount

    @classmethod
    def opened(cls, world: World, stock: int) -> "LossyAccount":
        # What was lost of the first orders is found out once the last is bought.
        merchant = world.merchant(max_payment_attempts=3, payment_window_seconds=7200)
        # Nor is this about carriers: one that is slow leaves an order to a person.
        world.operator.set_shipping(merchant.tenant_id, {"deadline_ms": 8000})
        merchant.api.put_product("vase", {**MUG, "name": "Vase", "stock": stock})
        account = cls(world, merchant, RazorpayAccount.connected(world, merchant))
        owners = {"stripe": merchant.stripe_key, "razorpay": account.razorpay.key_id}
        for provider, owner in owners.items():
            for distortion in _DISTORTIONS:
                world.rule(target="webhook", provider=provider, account=owner, **distortion)
        return account

    @property
    def stripe(self) -> StripeAccount:
        url = f"{self.world.details.simulator_url}/stripe"
        return StripeAccount.at(self.world.transport, url, self.merchant.stripe_key)

    def until_payable(self, order_id: str, seconds: float) -> None:
        """Hundreds of sagas share two processors."""
        eventually(
            lambda: self.merchant.api.order(order_id)["payment"]["intent_id"],
            until=lambda intent_id: intent_id is not None,
            seconds=seconds,
        )

    def quiet(self, seconds: float) -> None:
        """Nothing is on its way any more: not at the simulator, not in the queues."""
        outputs = self.world.details.outputs
        queues = [outputs[f"{name}QueueUrl"] for name in ("Inbound", "Workflow")]

        def on_its_way() -> int:
            sending = self.world.simulator.http.get("/health")["pending_deliveries"]
            return int(sending) + sum(map(self.world.messages_in, queues))

        for _ in range(3):  # what leaves one place may be about to show in the next
            eventually(on_its_way, until=lambda number: number == 0, seconds=seconds)

    def happened(self) -> set[str]:
        """Ids of all events that Stripe has on record and would send."""
        url = f"{self.world.details.simulator_url}/stripe"
        login = {"Authorization": f"Bearer {self.merchant.stripe_key}"}
        http = JsonHttp(self.world.transport, url, login)

        def pages() -> Iterator[JsonObject]:
            query: dict[str, Any] = {"limit": _LISTED}
            while True:
                page = http.get("/v1/events", query)
                yield from page["data"]
                if not page["has_more"]:
                    return
                query["starting_after"] = page["data"][-1]["id"]

        return {event["id"] for event in pages() if event["type"] in NEEDED_EVENTS}

    def sent(self) -> Counter[str]:
        """How often each Stripe event left."""
        query = {"account": self.merchant.stripe_key}
        log = self.world.simulator.http.get("/deliveries", query)["deliveries"]
        return Counter(attempt["event_id"] for attempt in log)

    def books(self) -> dict[str, tuple[int, int]]:
        """Captured and refunded, by the object an order is paid with, at both providers."""
        money: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        stripe = self.world.books(self.merchant)
        for charge in stripe["charges"]["items"]:
            money[charge["payment_intent"]][0] += charge["amount_captured"]
        for refund in stripe["refunds"]["items"]:
            money[refund["payment_intent"]][1] += refund["amount"]
        razorpay = self.razorpay.books()
        orders = {paid["id"]: paid["order_id"] for paid in razorpay["payments"]["items"]}
        for paid in razorpay["payments"]["items"]:
            money[paid["order_id"]][0] += paid["amount"] if paid["captured"] else 0
        for refund in razorpay["refunds"]["items"]:
            money[orders[refund["payment_id"]]][1] += refund["amount"]
        return {name: (captured, refunded) for name, (captured, refunded) in money.items()}

    def ledger(self, order_ids: list[str]) -> dict[str, tuple[int, int]]:
        """The same of our own ledger."""
        found = {}
        for order_id in order_ids:
            intent_id = self.merchant.api.order(order_id)["payment"]["intent_id"]
            balances = self.merchant.api.ledger(order_id)["balances"]
            found[intent_id] = (
                sum(balance["captured"] for balance in balances),
                sum(balance["refunded"] for balance in balances),
            )
        return found
