"""A merchant's account at the simulated Razorpay, beside its others."""

import base64
from dataclasses import dataclass
from typing import Any

from orderloom_cli.clients.json_http import JsonHttp, JsonObject
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

EVENTS = ("payment.authorized", "payment.captured", "payment.failed", "order.paid")
LINK_EVENTS = ("payment_link.paid", "payment_link.cancelled", "payment_link.expired")
DISPUTE_EVENTS = tuple(
    f"payment.dispute.{kind}"
    for kind in ("created", "action_required", "under_review", "won", "lost", "closed")
)
REFUND_EVENTS = ("refund.created", "refund.processed", "refund.failed")


@dataclass(frozen=True)
class RazorpayAccount:
    """What the dashboard, the shopper and the bank do; `merchant` is connected to it."""

    world: World
    merchant: Merchant
    key_id: str
    secret: str

    @classmethod
    def connected(
        cls, world: World, merchant: Merchant, *, shows_webhooks: bool = True
    ) -> "RazorpayAccount":
        """Connected through the operator API, its webhooks set up in the dashboard."""
        key_id, secret = f"rzp_test_{merchant.tenant_id}", f"secret-of-{merchant.tenant_id}"
        account = cls(world, merchant, key_id, secret)
        webhook_secret = f"webhooks-of-{merchant.tenant_id}"
        account.control(
            "/webhooks",
            {
                "key_id": key_id,
                "key_secret": secret,
                "url": world.webhook_url("razorpay", merchant.tenant_id),
                "secret": webhook_secret,
                "events": [*EVENTS, *LINK_EVENTS, *DISPUTE_EVENTS, *REFUND_EVENTS],
                "shows_webhooks": shows_webhooks,
            },
        )
        world.operator.connect(
            merchant.tenant_id,
            "razorpay",
            {"key_id": key_id, "api_key": secret, "signing_secrets": [webhook_secret]},
        )
        return account

    def rotate(self, secret: str) -> None:
        """Here first, as Razorpay signs with the new one at once."""
        self.world.operator.rotate(self.merchant.tenant_id, "razorpay", secret)
        self.control(f"/webhooks/{self._webhook()}/secret", {"secret": secret})

    def disable(self) -> None:
        """Razorpay stops sending webhooks, as after a day of failures."""
        self.control(f"/webhooks/{self._webhook()}/disable", {})

    def _webhook(self) -> str:
        found = self.world.simulator.http.get("/razorpay/webhooks", {"key_id": self.key_id})
        return str(found["ids"][0])

    def place(self, **order: Any) -> str:
        """The id of an order whose payment Razorpay takes."""
        return str(self.merchant.place(payment_provider="razorpay", **order)["id"])

    def payable(self, order_id: str) -> str:
        """Razorpay's order, once the shopper can pay it."""
        order = eventually(
            lambda: self.merchant.api.order(order_id),
            until=lambda found: found["payment"]["public_key"] is not None,
        )
        assert order["payment"]["public_key"] == self.key_id
        return str(order["payment"]["intent_id"])

    def pay(self, razorpay_order: str, outcome: str = "succeed", **command: Any) -> JsonObject:
        return self.control(f"/orders/{razorpay_order}/pay", {"outcome": outcome, **command})

    def refund(self, payment_id: str, amount: int) -> None:
        """As a merchant does in the dashboard; `amount` in minor units."""
        login = base64.b64encode(f"{self.key_id}:{self.secret}".encode()).decode()
        url = f"{self.world.details.simulator_url}/razorpay"
        api = JsonHttp(self.world.transport, url, {"Authorization": f"Basic {login}"})
        api.call("POST", f"/v1/payments/{payment_id}/refund", {"amount": amount})

    def hold(self, *event_types: str) -> str:
        """The simulator keeps these webhooks back until they are released; the rule's id."""
        return self.world.rule(
            target="webhook",
            provider="razorpay",
            account=self.key_id,
            event_types=list(event_types),
            action="hold",
        )

    def release(self, order: str = "held") -> int:
        answer = self.world.simulator.http.call("POST", "/release", {"order": order})
        return len(answer["released"])

    def books(self) -> JsonObject:
        found: JsonObject = self.world.simulator.books()["razorpay"][self.key_id]
        return found

    def sums(self) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = self.books()["sums"]
        return found

    def heard(self, order_id: str, event_type: str) -> int:
        """How many webhooks of a type stand on an order's timeline."""
        events = [event["provider_event"] or {} for event in self.merchant.events(order_id)]
        return sum(event.get("event_type") == event_type for event in events)

    def control(self, path: str, command: dict[str, Any]) -> JsonObject:
        return self.world.simulator.http.call("POST", f"/razorpay{path}", command)
