"""A webhook about a payment an order has: it enriches the record and changes nothing.

Standard library only: Locust's environment has nothing of the project.
"""

import hashlib
import hmac
import json
import time
from typing import Any

Sender = dict[str, Any]


def charge_event(sender: Sender, event_id: str) -> str:
    charge = {
        "id": f"ch_{event_id}",
        "object": "charge",
        "payment_intent": sender["intent_id"],
        "metadata": sender["metadata"],
    }
    event = {
        "id": event_id,
        "object": "event",
        "type": "charge.succeeded",
        "livemode": False,
        "created": int(time.time()),
        "api_version": sender["api_version"],
        "data": {"object": {**sender["charge"], **charge}},
    }
    return json.dumps(event)


def signed(sender: Sender, body: str) -> tuple[str, dict[str, str]]:
    """The body, and its headers, signed now."""
    at = int(time.time())
    secret = sender["secret"].encode()
    signature = hmac.digest(secret, f"{at}.{body}".encode(), hashlib.sha256).hex()
    return body, {"Content-Type": "application/json", "Stripe-Signature": f"t={at},v1={signature}"}
