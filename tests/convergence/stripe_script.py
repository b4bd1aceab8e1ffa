"""A story at Stripe."""

import json

from orderloom.adapters.stripe.refunds import REFUND_STATES
from orderloom.ports.payments import MoneyOnRecord, RefundOnRecord

from simulator.json_types import JsonObject
from tests.convergence.history import TOTAL
from tests.convergence.script import HOOK, Script
from tests.convergence.stripe_means import (
    ConnectedMerchant,
    another_accounts_payment,
    metadata,
    page_form,
)
from tests.unit.simulator.clients import StripeMerchant
from tests.unit.simulator.harness import Received

CURRENCY = "USD"


class StripeScript(Script):
    provider = "stripe"
    _page: str | None = None

    def pays(self, amount: int = TOTAL) -> None:
        """The shopper pays; another `amount` than asked for, if the intent was changed."""
        if amount != TOTAL:
            self._merchant.post(f"payment_intents/{self._intent}", amount=amount)
        self._pay_with("pm_card_visa")

    def declined(self, card: str = "pm_card_chargeDeclined") -> None:
        self._pay_with(card)

    def pays_later(self) -> None:
        """On the page, by a method whose money takes days: see `money_comes`."""
        self._control(f"checkout/sessions/{self._page}/pay", delayed=True)

    def money_comes(self, outcome: str = "succeed") -> None:
        self._control(f"checkout/sessions/{self._page}/settle", outcome=outcome)

    def page_expires(self) -> None:
        self._control(f"checkout/sessions/{self._page}/expire")

    def captured(self, amount: int = TOTAL) -> None:
        self._merchant.post(f"payment_intents/{self._paid}/capture", amount_to_capture=amount)
        self._act()

    def lapses(self) -> None:
        """What was authorised is captured by nobody, for a week."""
        self._control(f"payment_intents/{self._paid}/expire")

    def voided(self) -> None:
        """Somebody cancels the intent in the dashboard."""
        self._merchant.post(f"payment_intents/{self._paid}/cancel")
        self._act()

    def refunded(self, amount: int) -> str:
        """In the dashboard; the refund's id."""
        refund = self._merchant.post("refunds", payment_intent=self._paid, amount=amount).json()
        self._act()
        return str(refund["id"])

    def refund_fails(self, refund_id: str) -> None:
        self._control(f"refunds/{refund_id}/fail")

    def disputed(self, amount: int = TOTAL, *, inquiry: bool = False) -> str:
        """The dispute's id."""
        command = {"amount": amount, "inquiry": inquiry}
        return str(self._control(f"payment_intents/{self._paid}/dispute", **command)["id"])

    def answered(self, dispute_id: str) -> None:
        self._control(f"disputes/{dispute_id}/evidence")

    def dispute_ends(self, dispute_id: str, outcome: str) -> None:
        self._control(f"disputes/{dispute_id}/close", outcome=outcome)

    def another_account_says(self, amount: int) -> None:
        """An account that is not the order's tells of a payment under the order's intent."""
        event = another_accounts_payment(self._intent, amount, self.sim.clock.now())
        body = json.dumps(event)
        command = {"provider": "stripe", "account": self._merchant.key, "body": body}
        headers = self.sim.control("POST", "/sign", json=command)["headers"]
        self.sim.sink.received.append(Received(HOOK, body.encode(), headers))
        self._act()

    def _pay_with(self, card: str) -> None:
        if self._page:
            self._control(f"checkout/sessions/{self._page}/pay", card=card)
            return
        self._merchant.post(f"payment_intents/{self._intent}/confirm", payment_method=card)
        self._act()

    def _control(self, path: str, **command: object) -> JsonObject:
        answer: JsonObject = self.sim.control("POST", f"/stripe/{path}", json=command)
        self._act()
        return answer

    def _listen(self, hears: tuple[str, ...]) -> str:
        platform = StripeMerchant(self.sim)
        self._merchant = platform
        if self.terms.account is None:
            return platform.listen(*hears)
        self._merchant = ConnectedMerchant(self.sim, self.terms.account)
        return platform.listen(*hears, connect=True)

    def _ask(self) -> str:
        method = "manual" if self.terms.captured_later else "automatic_async"
        currency = (self.terms.charged_in or CURRENCY).lower()
        if self.terms.hosted:
            form = page_form(currency, method)
            self._page = str(self._merchant.post("checkout/sessions", **form).json()["id"])
            return self._page
        form = {**metadata(), "amount": TOTAL, "currency": currency, "capture_method": method}
        self._intent = str(self._merchant.post("payment_intents", **form).json()["id"])
        return self._intent

    @property
    def _paid(self) -> str:
        """What is paid: of a page the intent it made."""
        (intent,) = self._books()["intents"]["items"]
        return str(intent["id"])

    def _books(self) -> JsonObject:
        books: JsonObject = self.sim.control("GET", "/books")["stripe"][self._merchant.name]
        return books

    def _truth(self) -> MoneyOnRecord:
        books = self._books()
        expired = any(page["status"] == "expired" for page in books["sessions"]["items"])
        if not books["intents"]["items"]:
            return MoneyOnRecord(captured=0, currency="", refunds=(), cancelled=expired)
        refunds = tuple(
            RefundOnRecord(item["id"], item["amount"], REFUND_STATES[item["status"]], None)
            for item in books["refunds"]["items"]
        )
        (intent,) = books["intents"]["items"]
        begun = intent["amount_received"] or intent["amount_capturable"]
        behind = intent["id"] if self._page and begun else None
        return MoneyOnRecord(
            captured=intent["amount_received"],
            currency=intent["currency"].upper(),
            refunds=refunds,
            payment_id=behind,
            authorised=intent["amount_capturable"],
            cancelled=intent["status"] == "canceled",
            aliases=(behind,) if behind else (),
        )
