"""Telling a story to the simulated providers, and writing down every webhook they send."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from orderloom.adapters.razorpay.verifier import RazorpayVerifier
from orderloom.adapters.shipstation.jwks import PublishedKeys
from orderloom.adapters.shipstation.verifier import ShipStationVerifier
from orderloom.adapters.stripe.verifier import StripeVerifier
from orderloom.domain.inbound import InboundEvent
from orderloom.ports.payments import MoneyOnRecord
from orderloom.ports.webhook_verifier import WebhookVerifier
from orderloom.services.ingest_webhook import IngestWebhook, WebhookRequest

from tests.convergence.history import ORDER_ID, TENANT, TOTAL, Done, History, Recording, Told
from tests.fakes.clock import FakeClock
from tests.fakes.platform import FakePlatform
from tests.fakes.queues import FakeInboundQueue
from tests.fakes.webhook_secrets import FakeWebhookSecrets
from tests.unit.simulator.clients import Shipper
from tests.unit.simulator.harness import Harness

BETWEEN_ACTS_SECONDS = 60
NOTES = {"order_id": ORDER_ID, "tenant_id": TENANT}
HOOK = "http://shop/hook"


class Script:
    """What happens to one order; a subclass for each provider says what happens to its money."""

    provider: str

    def __init__(self, history: History) -> None:
        self.sim, self.terms = Harness(), history.terms
        self._secrets, self._clock = FakeWebhookSecrets(), FakeClock()
        self._keys = PublishedKeys("keys", lambda _: self._published_keys())
        self._door = IngestWebhook(
            verifier_for=self._verifiers().get,
            secrets=self._secrets,
            queue=FakeInboundQueue(),
            clock=self._clock,
            platform=FakePlatform(),
        )
        self._secrets.set(TENANT, self.provider, self._listen(history.hears))
        self._secrets.set(TENANT, "shipstation")
        self._recording = Recording(intent_id=self._ask(), parcel=self._buy_label())
        self._act()

    def record(self, history: History) -> Recording:
        """Tells `history` to its end."""
        history.story(self)
        self.sim.close()
        return self._recording

    def settled(self) -> None:
        """What was told so far came in order, and the saga did all it could."""
        self._recording.before += self._recording.steps
        self._recording.steps = []

    def captures(self, amount: int = TOTAL) -> None:
        """The merchant takes what is authorised: what was told so far has come by then."""
        self.settled()
        self._recording.just_done.append(Done("capture", amount))
        self.captured(amount)

    def captured(self, amount: int = TOTAL) -> None:
        """The provider takes what is authorised, whoever asked it to."""
        raise NotImplementedError

    def cancels(self) -> None:
        """The merchant cancels the order."""
        self._recording.steps.append(Done("cancel"))

    def expires(self) -> None:
        """The shopper's time to pay is over."""
        self._recording.steps.append(Done("expire"))

    def parcel(self, status: str) -> None:
        """The carrier scans the parcel."""
        path = f"/shipstation/labels/{self._recording.parcel}/advance"
        self.sim.control("POST", path, json={"status": status})
        self._act()

    def _listen(self, hears: tuple[str, ...]) -> str:
        """Has webhooks sent to the door; the secret they are signed with."""
        raise NotImplementedError

    def _ask(self) -> str:
        """Asks the shopper for the money as the product does; the payment object's id."""
        raise NotImplementedError

    def _truth(self) -> MoneyOnRecord:
        raise NotImplementedError

    def _act(self) -> None:
        """What was just sent is signed at this moment, goes through the door, and is kept."""
        self._recording.truths.append(self._truth())
        act = len(self._recording.truths) - 1
        self._clock.set(datetime.fromtimestamp(self.sim.clock.now(), UTC))
        for webhook in self.sim.sink.received:
            event = self._through_the_door(webhook.body, webhook.headers)
            self._recording.steps.append(Told(act, _event_type(event), event))
        self.sim.sink.received.clear()
        self.sim.advance(BETWEEN_ACTS_SECONDS)

    def _through_the_door(self, body: bytes, headers: Mapping[str, str]) -> InboundEvent:
        lower = {name.lower(): value for name, value in headers.items()}
        carrier = any(name.startswith("x-shipengine") for name in lower)
        provider = "shipstation" if carrier else self.provider
        taken = self._door(WebhookRequest(provider, TENANT, lower, body.decode()))
        assert isinstance(taken, InboundEvent), taken
        return taken

    def _buy_label(self) -> str:
        shipper = Shipper(self.sim)
        subscription = {"url": HOOK, "event": "track_event_v2", "name": "tracking"}
        shipper.call("POST", "environment/webhooks", json=subscription)
        return str(shipper.buy()["tracking_number"])

    def _published_keys(self) -> bytes:
        return self.sim.call("GET", "/shipstation/jwks").content

    def _verifiers(self) -> dict[str, WebhookVerifier]:
        return {
            "stripe": StripeVerifier(),
            "razorpay": RazorpayVerifier(),
            "shipstation": ShipStationVerifier(self._keys),
        }


def _event_type(event: InboundEvent) -> str:
    payload: dict[str, Any] = json.loads(event.body)
    kind = payload.get("type") or payload.get("event")
    return str(kind or payload["data"]["status_detail_code"])
