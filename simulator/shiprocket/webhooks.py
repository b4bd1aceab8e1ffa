"""Tracking webhooks: sent with the key of the panel, and signed by nothing."""

import json
from dataclasses import dataclass

from simulator.delivery import Deliverer
from simulator.delivery_types import Message, RetryPolicy
from simulator.faults import WebhookFacts
from simulator.json_types import JsonObject
from simulator.shiprocket.account import Order, ShiprocketAccount
from simulator.shiprocket.calls import indian

RETRY_POLICY = RetryPolicy(delays=(300, 3600), timeout=10)
"""No schedule is published; this is the simulator's choice."""


@dataclass(frozen=True)
class TrackDesk:
    """Publishes tracking events of any account."""

    deliverer: Deliverer

    def publish(
        self, account: ShiprocketAccount, order: Order, event_id: str, moment: float
    ) -> JsonObject:
        """Tells the account's webhook, where one is set up, how the parcel stands."""
        payload = _payload(order, moment)
        webhook = account.webhook
        if webhook is not None:
            facts = WebhookFacts("shiprocket", account.email, "tracking", frozenset({order.awb}))
            self.deliverer.post(
                Message(
                    event_id=event_id,
                    facts=facts,
                    endpoint_id=account.email,
                    url=webhook.url,
                    body=json.dumps(payload, separators=(",", ":")).encode(),
                    sign=lambda _body, _moment: headers(webhook.key),
                    policy=RETRY_POLICY,
                )
            )
        return payload


def headers(key: str) -> dict[str, str]:
    return {"Content-Type": "application/json", "x-api-key": key}


def _payload(order: Order, moment: float) -> JsonObject:
    last = order.scans[-1]
    return {
        "awb": order.awb,
        "courier_name": order.courier.name if order.courier else "",
        "current_status": last["sr-status-label"],
        "current_status_id": order.status,
        "shipment_status": last["sr-status-label"],
        "shipment_status_id": order.status,
        "current_timestamp": indian(moment, "%d %m %Y %H:%M:%S"),
        "order_id": order.asked["order_id"],
        "sr_order_id": order.id,
        "scans": order.scans,
        "is_return": 0,
    }
