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
    _link: str | None = None

    def pays(self) -> str:
        """The payment's id."""
        return self._attempt(outcome="succeed")

    def declined(self, reason: str = "payment_declined") -> str:
        return self._attempt(outcome="fail", reason=reason)

    def authorised_after_all(self, payment_id: str) -> None:
        """The bank had said yes to a payment that counted as failed."""
        self._control(f"payments/{payment_id}/authorise")

    def captured(self, amount: int = TOTAL) -> None:
        (payment_id,) = (p["id"] for p in self._books()["payments"]["items"] if _kept(p))
        body = {"amount": amount, "currency": CURRENCY}
        self._call(f"payments/{payment_id}/capture", body)
        self._act()

    def link_expires(self) -> None:
        self._control(f"payment_links/{self._link}/expire")

    def refunded(self, payment_id: str, amount: int) -> str:
        """In the dashboard; the refund's id."""
        made = self._call(f"payments/{payment_id}/refund", {"amount": amount})
        self._act()
        return str(made["id"])

    def refund_settles(self, refund_id: str, outcome: str = "process") -> None:
        self._control(f"refunds/{refund_id}/settle", outcome=outcome)

    def _attempt(self, **command: object) -> str:
        where = f"payment_links/{self._link}" if self._link else f"orders/{self._order}"
        return str(self._control(f"{where}/pay", **command)["id"])

    def _call(self, path: str, body: JsonObject) -> JsonObject:
        auth = (_KEY_ID, _KEY_SECRET)
        answer = self.sim.call("POST", f"/razorpay/v1/{path}", json=body, auth=auth)
        assert answer.is_success, answer.text
        document: JsonObject = answer.json()
        return document

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
        wanted = {"amount": TOTAL, "currency": CURRENCY, "notes": NOTES}
        if self.terms.hosted:
            link = self._call("payment_links", wanted | {"reference_id": ORDER_ID})
            self._link = str(link["id"])
            return self._link
        capture = "manual" if self.terms.captured_later else "automatic"
        order = wanted | {"receipt": ORDER_ID[:40], "payment": {"capture": capture}}
        self._order = str(self._call("orders", order)["id"])
        return self._order

    def _books(self) -> JsonObject:
        books: JsonObject = self.sim.control("GET", "/books")["razorpay"][_KEY_ID]
        return books

    def _truth(self) -> MoneyOnRecord:
        books = self._books()
        refunds = tuple(
            RefundOnRecord(item["id"], item["amount"], REFUND_STATES[item["status"]], None)
            for item in books["refunds"]["items"]
        )
        paid = [item for item in books["payments"]["items"] if item["captured"]]
        kept = [item for item in books["payments"]["items"] if _kept(item)]
        links = books["links"]["items"]
        return MoneyOnRecord(
            captured=sum(item["amount"] for item in paid),
            currency=CURRENCY,
            refunds=refunds,
            payment_id=next((item["id"] for item in (*paid, *kept)), None),
            authorised=sum(item["amount"] for item in kept[:1]) if not paid else 0,
            cancelled=any(link["status"] in ("cancelled", "expired") for link in links),
            aliases=tuple(link["order_id"] for link in links if link["order_id"]),
        )


def _kept(payment: JsonObject) -> bool:
    return bool(payment["status"] == "authorized")
