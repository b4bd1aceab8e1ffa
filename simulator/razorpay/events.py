"""Webhooks: Razorpay keeps no list of events, it only sends them."""

import copy
import hashlib
import hmac
import json
from dataclasses import dataclass

from simulator.clock import Clock
from simulator.delivery import Deliverer
from simulator.delivery_types import Message, RetryPolicy
from simulator.faults import WebhookFacts
from simulator.ids import IdFactory
from simulator.json_types import JsonObject
from simulator.razorpay.account import RazorpayAccount, Webhook

RETRY_POLICY = RetryPolicy(delays=(60, 300, 900, 3600, 7200, 14400, 21600, 28800), timeout=5)
"""Seconds between attempts, a day in all.

Source: razorpay.com/docs/webhooks/best-practices promises exponential back-off for 24 hours
without numbers, and takes an endpoint that needs 5 s as one that failed.
"""


@dataclass(frozen=True)
class EventDesk:
    """Publishes events of any account; its webhooks hear those they asked for."""

    ids: IdFactory
    clock: Clock
    deliverer: Deliverer

    def publish(
        self, account: RazorpayAccount, event_type: str, entities: dict[str, JsonObject]
    ) -> str:
        """The event's id, which only the header tells."""
        event_id = self.ids.token(14)
        event: JsonObject = {
            "entity": "event",
            "account_id": account.account_id,
            "event": event_type,
            "contains": list(entities),
            "payload": {name: {"entity": copy.deepcopy(e)} for name, e in entities.items()},
            "created_at": int(self.clock.now()),
        }
        body = json.dumps(event, separators=(",", ":")).encode()
        facts = WebhookFacts("razorpay", account.key_id, event_type, _related(entities))
        for webhook in account.webhooks.values():
            if webhook.active and event_type in webhook.events:
                self.deliverer.post(_message(webhook, event_id, facts, body))
        return event_id


def _related(entities: dict[str, JsonObject]) -> frozenset[str]:
    names = ("id", "order_id", "payment_id")
    found = (entity.get(name) for entity in entities.values() for name in names)
    return frozenset(value for value in found if isinstance(value, str))


def _message(webhook: Webhook, event_id: str, facts: WebhookFacts, body: bytes) -> Message:
    return Message(
        event_id=event_id,
        facts=facts,
        endpoint_id=webhook.webhook_id,
        url=webhook.url,
        body=body,
        # No moment is signed, so a retry has the signature of the first attempt.
        sign=lambda signed, _moment: webhook_headers(webhook.secret, signed, event_id),
        policy=RETRY_POLICY,
    )


def webhook_headers(secret: str, body: bytes, event_id: str) -> dict[str, str]:
    """The headers of one delivery."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "Razorpay-Webhook/v1",
        "X-Razorpay-Event-Id": event_id,
        "X-Razorpay-Signature": hmac.new(secret.encode(), body, hashlib.sha256).hexdigest(),
    }
