"""What stories at Stripe are made with: forms, calls of a platform, events made up."""

from simulator.json_types import JsonObject
from tests.convergence.history import TOTAL
from tests.convergence.script import NOTES
from tests.unit.simulator.clients import StripeMerchant
from tests.unit.simulator.harness import Harness

ANOTHER_ACCOUNT = "acct_1SomebodyElse"


class ConnectedMerchant(StripeMerchant):
    """A connected account's, for which its platform calls."""

    def __init__(self, sim: Harness, account: str) -> None:
        super().__init__(sim)
        self._account = account

    @property
    def name(self) -> str:
        return f"{self.key}/{self._account}"

    def headers(self, idempotency_key: str | None = None) -> dict[str, str]:
        return {**super().headers(idempotency_key), "Stripe-Account": self._account}


def metadata(within: str = "") -> JsonObject:
    """What the product writes on all it makes; form fields, of an object within another's form."""
    prefix = f"{within}[metadata]" if within else "metadata"
    return {f"{prefix}[{name}]": value for name, value in NOTES.items()}


def page_form(currency: str, capture_method: str) -> JsonObject:
    """A page for the whole order."""
    line = "line_items[0]"
    return {
        **metadata(),
        **metadata("payment_intent_data"),
        "payment_intent_data[capture_method]": capture_method,
        "mode": "payment",
        "success_url": "https://shop.test/thanks",
        f"{line}[quantity]": 1,
        f"{line}[price_data][unit_amount]": TOTAL,
        f"{line}[price_data][currency]": currency,
        f"{line}[price_data][product_data][name]": "All of it",
    }


def another_accounts_payment(intent_id: str, amount: int, now: float) -> JsonObject:
    intent = {"id": intent_id, "amount_received": amount, "currency": "usd", "metadata": NOTES}
    return {
        "id": "evt_of_another_account",
        "object": "event",
        "account": ANOTHER_ACCOUNT,
        "type": "payment_intent.succeeded",
        "created": int(now),
        "livemode": False,
        "data": {"object": intent},
    }
