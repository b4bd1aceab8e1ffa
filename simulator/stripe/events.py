"""Events: the record Stripe keeps of every change, and their way to the webhook endpoints."""

import copy
import json
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.clock import Clock
from simulator.delivery import Deliverer
from simulator.delivery_types import Message, RetryPolicy
from simulator.faults import WebhookFacts
from simulator.ids import IdFactory
from simulator.json_types import JsonObject
from simulator.stripe.account import StripeAccount
from simulator.stripe.signing import signature_header

API_VERSION = "2026-06-24.dahlia"

RETRY_POLICY = RetryPolicy(
    delays=(300, 1800, 7200, 18000, 36000, 36000, 43200, 43200, 43200), timeout=30
)
"""Seconds between attempts, about three days in all.

Source: docs.stripe.com/webhooks promises live-mode retries "for up to three days with an
exponential back off" without numbers; the steps follow what operators observe (5 min, 30 min,
2 h, 5 h, 10 h, then twice a day).
"""

_RELATED = ("id", "payment_intent", "charge", "latest_charge", "customer")


@dataclass(frozen=True)
class Origin:
    """The API request behind an event; empty for changes no API request caused."""

    request_id: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True)
class EventDesk:
    """Publishes events of any account."""

    ids: IdFactory
    clock: Clock
    deliverer: Deliverer

    def publish(
        self,
        account: StripeAccount,
        event_type: str,
        subject: JsonObject,
        previous: JsonObject | None,
        origin: Origin,
    ) -> JsonObject:
        owner = account.platform or account
        listeners = [
            endpoint
            for endpoint in owner.endpoints.values()
            if _listens(endpoint, event_type)
            and (endpoint["id"] in owner.connect_endpoints) is (account.platform is not None)
        ]
        data: JsonObject = {"object": copy.deepcopy(subject)}
        if previous is not None:
            data["previous_attributes"] = previous
        event: JsonObject = {
            "id": self.ids.prefixed("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": int(self.clock.now()),
            "data": data,
            "livemode": False,
            "pending_webhooks": len(listeners),
            "request": {"id": origin.request_id, "idempotency_key": origin.idempotency_key},
            "type": event_type,
        }
        if account.account_id is not None:
            event["account"] = account.account_id
        account.events[event["id"]] = event
        for endpoint in listeners:
            self.deliverer.post(_message(account, owner, endpoint, event))
        return event


def _listens(endpoint: JsonObject, event_type: str) -> bool:
    wanted = endpoint["enabled_events"]
    return endpoint["status"] == "enabled" and ("*" in wanted or event_type in wanted)


def _message(
    account: StripeAccount, owner: StripeAccount, endpoint: JsonObject, event: JsonObject
) -> Message:
    """Signed with a secret of the endpoint's owner, a platform where the account is connected."""
    subject = event["data"]["object"]
    related = frozenset(subject[name] for name in _RELATED if isinstance(subject.get(name), str))

    def sign(body: bytes, moment: float) -> dict[str, str]:
        return webhook_headers(owner.signers(endpoint["id"], moment), body, moment)

    return Message(
        event_id=event["id"],
        facts=WebhookFacts("stripe", account.key, event["type"], related),
        endpoint_id=endpoint["id"],
        url=endpoint["url"],
        # Stripe indents its bodies, which catches receivers that verify a re-encoded body.
        body=json.dumps(event, indent=2).encode(),
        sign=sign,
        policy=RETRY_POLICY,
    )


def webhook_headers(secrets: Sequence[str], body: bytes, moment: float) -> dict[str, str]:
    """The headers of one delivery, signed at `moment` (seconds since the epoch)."""
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "Stripe-Signature": signature_header(secrets, body, int(moment)),
    }
