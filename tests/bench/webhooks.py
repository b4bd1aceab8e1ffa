"""Signed Stripe webhooks, all different, the same for every peer."""

import hashlib
import hmac
import json
import time
from itertools import count
from pathlib import Path
from typing import Any

from tests.bench.aws_echo import SECRET

EVENT = json.loads((Path(__file__).parent / "payment_intent.succeeded.json").read_text())
"""A whole payment intent, as long as Stripe's are: some 4 KB indented."""

_INTENT, _CHARGE = EVENT["data"]["object"]["id"], EVENT["data"]["object"]["latest_charge"]
_TEXT = json.dumps(EVENT, indent=2)
_numbers = count(1)


def webhook() -> tuple[bytes, dict[str, str]]:
    """A body as Stripe sends it (indented), and its headers, signed now."""
    number = next(_numbers)
    text = _TEXT.replace(EVENT["id"], f"evt_bench{number:020}")
    body = text.replace(_INTENT, f"pi_bench{number:020}").replace(_CHARGE, f"ch_bench{number:020}")
    at = int(time.time())
    signature = hmac.digest(SECRET.encode(), f"{at}.{body}".encode(), hashlib.sha256).hex()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "Stripe-Signature": f"t={at},v1={signature}",
    }
    return body.encode(), headers


def api_gateway_event(tenant_id: str = "bench") -> bytes:
    """The same as API Gateway's HTTP API hands it to a function (payload 2.0)."""
    body, headers = webhook()
    return api_gateway_event_of(tenant_id, body.decode(), headers)


def api_gateway_event_of(tenant_id: str, body: str, headers: dict[str, str]) -> bytes:
    path = f"/webhooks/stripe/{tenant_id}"
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "POST /webhooks/{provider}/{tenant_id}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {name.lower(): value for name, value in headers.items()},
        "requestContext": {
            "http": {"method": "POST", "path": path, "protocol": "HTTP/1.1"},
            "requestId": "bench",
            "stage": "$default",
        },
        "pathParameters": {"provider": "stripe", "tenant_id": tenant_id},
        "body": body,
        "isBase64Encoded": False,
    }
    return json.dumps(event).encode()
