"""The account's list of webhooks.

Source: razorpay.com/docs/api/partners/webhooks/fetch-all, and the path without an account that
Razorpay's own SDKs use.
"""

from simulator.json_types import JsonObject
from simulator.razorpay.account import Webhook
from simulator.razorpay.calls import RazorpayCall
from simulator.razorpay.errors import RazorpayError


def list_all(call: RazorpayCall) -> JsonObject:
    """The secrets are never shown."""
    if not call.account.shows_webhooks:
        raise RazorpayError("Access Denied")
    items = [_shown(webhook) for webhook in call.account.webhooks.values()]
    return {"entity": "collection", "count": len(items), "items": items}


def _shown(webhook: Webhook) -> JsonObject:
    return {
        "id": webhook.webhook_id,
        "entity": "webhook",
        "url": webhook.url,
        "active": webhook.active,
        "secret_exists": bool(webhook.secret),
        "events": sorted(webhook.events),
    }
