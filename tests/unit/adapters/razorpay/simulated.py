"""The simulated Razorpay behind `requests`, without a socket."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from orderloom.adapters.razorpay.payments import RazorpayPayments
from orderloom.adapters.razorpay.payouts import RazorpayPayouts
from orderloom.adapters.razorpay.record import RazorpayRecord

from tests.unit.adapters.wire import Wire
from tests.unit.simulator.harness import Harness

KEY_ID, KEY_SECRET = "rzp_test_acme", "a secret of acme's"
WEBHOOK_SECRET = "what acme typed into the dashboard"


@dataclass(frozen=True)
class Simulated:
    """Razorpay with acme's account."""

    harness: Harness
    wire: Wire
    key_id: str = KEY_ID

    def payments(self, key_secret: str = KEY_SECRET) -> RazorpayPayments:
        return RazorpayPayments(
            key_id=self.key_id,
            key_secret=key_secret,
            base_url="http://sim/razorpay",
            session=self.wire.session(),
        )

    def record(self) -> RazorpayRecord:
        return RazorpayRecord(
            key_id=self.key_id,
            key_secret=KEY_SECRET,
            base_url="http://sim/razorpay",
            session=self.wire.session(),
        )

    def payouts(self) -> RazorpayPayouts:
        return RazorpayPayouts(
            key_id=self.key_id,
            key_secret=KEY_SECRET,
            base_url="http://sim/razorpay",
            session=self.wire.session(),
        )

    def settle_account(self) -> Any:
        command = {"key_id": self.key_id}
        return self.harness.control("POST", "/razorpay/settlements", json=command)

    def dispute(self, payment_id: str) -> str:
        path = f"/razorpay/payments/{payment_id}/dispute"
        return str(self.harness.control("POST", path, json={})["id"])

    def move_dispute(self, dispute_id: str, outcome: str) -> None:
        path = f"/razorpay/disputes/{dispute_id}/move"
        self.harness.control("POST", path, json={"outcome": outcome})

    def pay(self, order_id: str, *, outcome: str = "succeed", amount: int | None = None) -> Any:
        command = {"outcome": outcome, "amount": amount}
        return self.harness.control("POST", f"/razorpay/orders/{order_id}/pay", json=command)

    def pay_link(self, link_id: str, outcome: str = "succeed") -> Any:
        path = f"/razorpay/payment_links/{link_id}/pay"
        return self.harness.control("POST", path, json={"outcome": outcome})

    def settle(self, refund_id: str, outcome: str) -> None:
        path = f"/razorpay/refunds/{refund_id}/settle"
        self.harness.control("POST", path, json={"outcome": outcome})

    def manual_order(self, receipt: str) -> str:
        """An order whose payments stay authorised until captured."""
        body = {"amount": 4200, "currency": "INR", "receipt": receipt}
        auth = (KEY_ID, KEY_SECRET)
        made = self.harness.call("POST", "/razorpay/v1/orders", json=body, auth=auth)
        return str(made.json()["id"])

    def slow_refunds(self) -> None:
        self.add_webhook("http://shop/hook", slow_refunds=True)

    def add_webhook(self, url: str, *events: str, slow_refunds: bool = False) -> None:
        wanted = {
            "key_id": KEY_ID,
            "key_secret": KEY_SECRET,
            "url": url,
            "secret": WEBHOOK_SECRET,
            "events": list(events),
            "slow_refunds": slow_refunds,
        }
        self.harness.control("POST", "/razorpay/webhooks", json=wanted)

    def lose_answers(self, method: str, path: str) -> None:
        self.wire.lost.append((method, path))

    def refuse(self, method: str, path: str, status: int) -> None:
        self.harness.fault(
            target="api", method=method, path=path, action="status", status=status, times=1
        )

    def orders(self) -> list[dict[str, Any]]:
        auth = (KEY_ID, KEY_SECRET)
        found: list[dict[str, Any]] = self.harness.call(
            "GET", "/razorpay/v1/orders", auth=auth
        ).json()["items"]
        return found

    def refunds(self) -> list[dict[str, Any]]:
        books = self.harness.control("GET", "/books")["razorpay"][KEY_ID]
        found: list[dict[str, Any]] = books["refunds"]["items"]
        return found

    def refunded(self) -> int:
        return sum(r["amount"] for r in self.refunds() if r["status"] != "failed")


@contextmanager
def simulated() -> Iterator[Simulated]:
    harness = Harness()
    yield Simulated(harness, Wire(harness))
    harness.close()
