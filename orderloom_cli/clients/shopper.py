"""A shopper paying at Stripe: the publishable key and the order's client secret, no more."""

from dataclasses import dataclass

from orderloom_cli.clients.json_http import JsonHttp, JsonObject
from orderloom_cli.clients.transport import Transport

GOOD_CARD = "pm_card_visa"
DECLINED_CARD = "pm_card_chargeDeclined"


@dataclass(frozen=True)
class Shopper:
    """Confirms payment intents as Stripe.js does in a browser."""

    http: JsonHttp

    @classmethod
    def at(cls, transport: Transport, stripe_url: str, publishable_key: str) -> "Shopper":
        return cls(JsonHttp(transport, stripe_url, {"Authorization": f"Bearer {publishable_key}"}))

    def pay(self, intent_id: str, client_secret: str, card: str = GOOD_CARD) -> JsonObject:
        """Raises ApiRefusedError with status 402 and the decline code when the card is declined."""
        fields = [("payment_method", card), ("client_secret", client_secret)]
        return self.http.form(f"/v1/payment_intents/{intent_id}/confirm", fields)
