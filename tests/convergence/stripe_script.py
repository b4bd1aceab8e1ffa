"""A story at Stripe."""

from orderloom.adapters.stripe.refunds import REFUND_STATES
from orderloom.ports.payments import MoneyOnRecord, RefundOnRecord

from simulator.json_types import JsonObject
from tests.convergence.history import TOTAL
from tests.convergence.script import NOTES, Script
from tests.unit.simulator.clients import StripeMerchant

CURRENCY = "USD"


class StripeScript(Script):
    provider = "stripe"

    def pays(self, amount: int = TOTAL) -> None:
        """The shopper pays; another `amount` than asked for, if the intent was changed."""
        if amount != TOTAL:
            self._merchant.post(f"payment_intents/{self._intent}", amount=amount)
        self._confirm("pm_card_visa")

    def declined(self, card: str = "pm_card_chargeDeclined") -> None:
        self._confirm(card)

    def voided(self) -> None:
        """Somebody cancels the intent in the dashboard."""
        self._merchant.post(f"payment_intents/{self._intent}/cancel")
        self._act()

    def refunded(self, amount: int) -> str:
        """In the dashboard; the refund's id."""
        refund = self._merchant.post("refunds", payment_intent=self._intent, amount=amount).json()
        self._act()
        return str(refund["id"])

    def refund_fails(self, refund_id: str) -> None:
        self._control(f"refunds/{refund_id}/fail")

    def disputed(self, amount: int = TOTAL, *, inquiry: bool = False) -> str:
        """The dispute's id."""
        command = {"amount": amount, "inquiry": inquiry}
        return str(self._control(f"payment_intents/{self._intent}/dispute", **command)["id"])

    def answered(self, dispute_id: str) -> None:
        self._control(f"disputes/{dispute_id}/evidence")

    def dispute_ends(self, dispute_id: str, outcome: str) -> None:
        self._control(f"disputes/{dispute_id}/close", outcome=outcome)

    def _confirm(self, card: str) -> None:
        self._merchant.post(f"payment_intents/{self._intent}/confirm", payment_method=card)
        self._act()

    def _control(self, path: str, **command: object) -> JsonObject:
        answer: JsonObject = self.sim.control("POST", f"/stripe/{path}", json=command)
        self._act()
        return answer

    def _listen(self, hears: tuple[str, ...]) -> str:
        self._merchant = StripeMerchant(self.sim)
        return self._merchant.listen(*hears)

    def _ask(self) -> str:
        form: JsonObject = {f"metadata[{name}]": value for name, value in NOTES.items()}
        form |= {"amount": TOTAL, "currency": CURRENCY.lower()}
        self._intent = str(self._merchant.post("payment_intents", **form).json()["id"])
        return self._intent

    def _truth(self) -> MoneyOnRecord:
        books: JsonObject = self.sim.control("GET", "/books")["stripe"][self._merchant.key]
        refunds = tuple(
            RefundOnRecord(item["id"], item["amount"], REFUND_STATES[item["status"]], None)
            for item in books["refunds"]["items"]
        )
        (intent,) = books["intents"]["items"]
        return MoneyOnRecord(intent["amount_received"], CURRENCY, refunds)
