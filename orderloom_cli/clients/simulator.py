"""The simulator's control API."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from orderloom_cli.clients.json_http import JsonHttp, JsonObject
from orderloom_cli.clients.transport import Transport


@dataclass(frozen=True)
class SimulatorControl:
    """Steers the pretended providers; their own APIs are used beside it."""

    http: JsonHttp

    @classmethod
    def at(cls, transport: Transport, simulator_url: str) -> "SimulatorControl":
        return cls(JsonHttp(transport, f"{simulator_url}/_control"))

    def redeliver(self, event_id: str, *, times: int) -> None:
        """Sends a webhook again, each time with a fresh signature."""
        self.http.call("POST", "/redeliver", {"event_id": event_id, "times": times})

    def deliveries(self, event_id: str) -> list[JsonObject]:
        """Every attempt to deliver an event, oldest first."""
        found: list[JsonObject] = self.http.get("/deliveries", {"event_id": event_id})["deliveries"]
        return found

    def deliveries_of(self, account: str) -> list[JsonObject]:
        """Every attempt to deliver an event of an account, oldest first."""
        found: list[JsonObject] = self.http.get("/deliveries", {"account": account})["deliveries"]
        return found

    def advance_parcel(self, tracking_number: str, status: str) -> str:
        """The carrier scans the parcel; the id of the tracking event."""
        path = f"/shipstation/labels/{quote(tracking_number, safe='')}/advance"
        return str(self.http.call("POST", path, {"status": status})["event_id"])

    def dispute(self, intent_id: str, *, amount: int | None = None, inquiry: bool = False) -> str:
        """The shopper's bank claims a payment, or asks about it; the dispute's id."""
        path = f"/stripe/payment_intents/{quote(intent_id, safe='')}/dispute"
        return str(self.http.call("POST", path, {"amount": amount, "inquiry": inquiry})["id"])

    def close_dispute(self, dispute_id: str, outcome: str) -> None:
        path = f"/stripe/disputes/{quote(dispute_id, safe='')}/close"
        self.http.call("POST", path, {"outcome": outcome})

    def fail_refund(self, refund_id: str) -> None:
        """A refund that was sent comes back."""
        self.http.call("POST", f"/stripe/refunds/{quote(refund_id, safe='')}/fail")

    def roll_secret(self, endpoint_id: str, *, overlap_seconds: float) -> str:
        """Rolls the signing secret of a webhook endpoint in Stripe's dashboard; the new one."""
        path = f"/stripe/webhook_endpoints/{quote(endpoint_id, safe='')}/roll"
        answer = self.http.call("POST", path, {"overlap_seconds": overlap_seconds})
        return str(answer["secret"])

    def sign(
        self, provider: str, account: str, body: str, *, offset_seconds: float = 0
    ) -> dict[str, str]:
        """The headers of a genuine webhook; a negative offset makes it older."""
        wanted = {
            "provider": provider,
            "account": account,
            "body": body,
            "timestamp_offset_seconds": offset_seconds,
        }
        headers: dict[str, str] = self.http.call("POST", "/sign", wanted)["headers"]
        return headers

    def delay_answers(
        self, provider: str, account: str, path: str, *, seconds: float, times: int
    ) -> str:
        """The calls take effect at once, their answers come late; the rule's id."""
        rule: dict[str, Any] = {
            "target": "api",
            "action": "delay_response",
            "provider": provider,
            "account": account,
            "method": "POST",
            "path": path,
            "seconds": seconds,
            "times": times,
        }
        return str(self.http.call("POST", "/faults", rule)["id"])

    def refuse(self, provider: str, account: str, path: str, *, status: int) -> str:
        """Calls are answered with this status until the rule is removed; its id."""
        rule: dict[str, Any] = {
            "target": "api",
            "action": "status",
            "provider": provider,
            "account": account,
            "path": path,
            "status": status,
        }
        return str(self.http.call("POST", "/faults", rule)["id"])

    def mend(self, rule_id: str) -> None:
        self.http.call("DELETE", f"/faults/{quote(rule_id, safe='')}")

    def books(self) -> JsonObject:
        """Every account's own truth, by provider and account."""
        return self.http.get("/books")
