"""A story at Razorpay."""

from orderloom.adapters.razorpay.documents import REFUND_STATES
from orderloom.ports.payments import MoneyOnRecord, RefundOnRecord

from simulator.json_types import JsonObject
from tests.convergence.history import ORDER_ID, TOTAL
from tests.convergence.script import NOTES, Script

CURRENCY = "INR"
_KEY_ID, _KEY_SECRET = "rzp_test_acme", "a secret of acme's"
_WEBHOOK_SECRET = "what acme typed into the dashboard"


class RazorpayScript(Script):
    """Refunds stay pending until they are settled."""

    provider = "razorpay"

    def pays(self) -> str:
        """The payment's id."""
        return self._attempt(outcome="succeed")

    def declined(self, reason: str = "payment_declined") -> str:
        return self._attempt(outcome="fail", reason=reason)

    def authorised_after_all(self, payment_id: str) -> None:
        """The bank had said yes to a payment that counted as failed."""
        self._control(f"payments/{payment_id}/authorise")

    def refunded(self, payment_id: str, amount: int) -> str:
        """In the dashboard; the refund's id."""
        path = f"/razorpay/v1/payments/{payment_id}/refund"
        made = self.sim.call("POST", path, json={"amount": amount}, auth=(_KEY_ID, _KEY_SECRET))
        self._act()
        return str(made.json()["id"])

    def refund_settles(self, refund_id: str, outcome: str = "process") -> None:
        self._control(f"refunds/{refund_id}/settle", outcome=outcome)

    def _attempt(self, **command: object) -> str:
        return str(self._control(f"orders/{self._order}/pay", **command)["id"])

    def _control(self, path: str, **command: object) -> JsonObject:
        answer: JsonObject = self.sim.control("POST", f"/razorpay/{path}", json=command)
        self._act()
        return answer

    def _listen(self, hears: tuple[str, ...]) -> str:
        command = {
            "key_id": _KEY_ID,
            "key_secret": _KEY_SECRET,
            "url": "http://shop/hook",
            "secret": _WEBHOOK_SECRET,
            "events": list(hears),
            "slow_refunds": True,
        }
        self.sim.control("POST", "/razorpay/webhooks", json=command)
        return _WEBHOOK_SECRET

    def _ask(self) -> str:
        order = {
            "amount": TOTAL,
            "currency": CURRENCY,
            "receipt": ORDER_ID[:40],
            "notes": NOTES,
            "payment": {"capture": "automatic"},
        }
        auth = (_KEY_ID, _KEY_SECRET)
        made = self.sim.call("POST", "/razorpay/v1/orders", json=order, auth=auth)
        self._order = str(made.json()["id"])
        return self._order

    def _truth(self) -> MoneyOnRecord:
        books: JsonObject = self.sim.control("GET", "/books")["razorpay"][_KEY_ID]
        refunds = tuple(
            RefundOnRecord(item["id"], item["amount"], REFUND_STATES[item["status"]], None)
            for item in books["refunds"]["items"]
        )
        paid = [item for item in books["payments"]["items"] if item["captured"]]
        captured = sum(item["amount"] for item in paid)
        payment_id = paid[0]["id"] if paid else None
        return MoneyOnRecord(captured, CURRENCY, refunds, payment_id)
