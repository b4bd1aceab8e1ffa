"""What a merchant does once in each provider's dashboard or API: say where webhooks go."""

from dataclasses import dataclass

from orderloom.adapters.stripe.reader import NEEDED_EVENTS

from orderloom_cli.clients.json_http import JsonHttp, JsonObject
from orderloom_cli.clients.transport import Transport


@dataclass(frozen=True)
class StripeAccount:
    """A merchant's account at Stripe, by its secret key."""

    http: JsonHttp

    @classmethod
    def at(cls, transport: Transport, stripe_url: str, secret_key: str) -> "StripeAccount":
        return cls(JsonHttp(transport, stripe_url, {"Authorization": f"Bearer {secret_key}"}))

    def add_webhook_endpoint(self, url: str) -> str:
        """The endpoint's signing secret; Stripe shows it this once."""
        fields = [("url", url), *(("enabled_events[]", name) for name in sorted(NEEDED_EVENTS))]
        return str(self.http.form("/v1/webhook_endpoints", fields)["secret"])

    def webhook_endpoints(self) -> list[JsonObject]:
        found: list[JsonObject] = self.http.get("/v1/webhook_endpoints", {"limit": 100})["data"]
        return found

    def confirm(self, intent_id: str, card: str) -> JsonObject:
        """Confirms with the secret key, as a merchant's own server may."""
        fields = [("payment_method", card)]
        return self.http.form(f"/v1/payment_intents/{intent_id}/confirm", fields)

    def refund(self, intent_id: str, amount: int) -> str:
        """As a merchant does in the dashboard; `amount` in minor units; the refund's id."""
        fields = [("payment_intent", intent_id), ("amount", str(amount))]
        return str(self.http.form("/v1/refunds", fields)["id"])


@dataclass(frozen=True)
class ShipStationAccount:
    """A merchant's account at ShipStation, by its API key."""

    http: JsonHttp

    @classmethod
    def at(cls, transport: Transport, shipstation_url: str, key: str) -> "ShipStationAccount":
        return cls(JsonHttp(transport, shipstation_url, {"API-Key": key}))

    def subscribe_to_tracking(self, url: str) -> None:
        """Tracking webhooks are signed with ShipStation's own key: no secret to keep."""
        wanted = {"name": "orderloom", "event": "track_event_v2", "url": url}
        self.http.call("POST", "/v2/environment/webhooks", wanted)
