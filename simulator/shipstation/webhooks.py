"""Webhook subscriptions, and the track events sent to them."""

import json
from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from simulator.delivery import Deliverer
from simulator.delivery_types import Message, RetryPolicy
from simulator.faults import WebhookFacts
from simulator.json_types import JsonObject
from simulator.shipstation.account import Label, ShipStationAccount
from simulator.shipstation.calls import ShipCall
from simulator.shipstation.errors import Problem, ShipStationError
from simulator.shipstation.models import WebhookRequest, WebhookUpdate
from simulator.shipstation.signing import Signer
from simulator.shipstation.tracking import describe

RETRY_POLICY = RetryPolicy(delays=(7200, 7200), timeout=10)
"""Three attempts, two hours apart, then the event is discarded.

Source: shipengine.com/docs/tracking/webhooks, "Retry & Backoff". The time allowed for an answer
is not published; ten seconds is this simulator's choice.
"""

_RESOURCE_TYPES = {"track": "API_TRACK", "track_event_v2": "TRACK_EVENT_V2"}


def create(call: ShipCall) -> Response:
    """One subscription per event; a second one is a conflict."""
    wanted = call.read(WebhookRequest)
    if any(known["event"] == wanted.event for known in call.account.webhooks.values()):
        message = f"A webhook for {wanted.event} exists already."
        conflict = Problem("business_rules", "webhook_event_type_conflict", message)
        raise ShipStationError(409, conflict)
    webhook: JsonObject = {
        "webhook_id": call.new_id(),
        "url": wanted.url,
        "event": wanted.event,
        "headers": [header.model_dump() for header in wanted.headers],
        "name": wanted.name,
        "store_id": wanted.store_id,
    }
    call.account.webhooks[webhook["webhook_id"]] = webhook
    return JSONResponse(webhook)


def list_all(call: ShipCall) -> Response:
    return JSONResponse(list(call.account.webhooks.values()))


def retrieve(call: ShipCall) -> Response:
    return JSONResponse(call.account.webhook(call.target))


def update(call: ShipCall) -> Response:
    wanted = call.read(WebhookUpdate)
    call.account.webhook(call.target)["url"] = wanted.url
    return Response(status_code=204)


def delete(call: ShipCall) -> Response:
    webhook = call.account.webhook(call.target)
    del call.account.webhooks[webhook["webhook_id"]]
    return Response(status_code=204)


@dataclass(frozen=True)
class TrackDesk:
    """Publishes track events of any account."""

    signer: Signer
    deliverer: Deliverer

    def publish(self, account: ShipStationAccount, label: Label, event_id: str) -> None:
        """Tells every track subscription the label's state as it is now."""
        for webhook in account.webhooks.values():
            resource_type = _RESOURCE_TYPES.get(webhook["event"])
            if resource_type is not None:
                body = track_payload(label, resource_type)
                self.deliverer.post(self._message(account, webhook, label, event_id, body))

    def _message(
        self,
        account: ShipStationAccount,
        webhook: JsonObject,
        label: Label,
        event_id: str,
        payload: JsonObject,
    ) -> Message:
        extra = {header["key"]: header["value"] for header in webhook["headers"]}
        ids = frozenset({label.id, label.tracking_number, label.shipment.id})
        return Message(
            event_id=event_id,
            facts=WebhookFacts("shipstation", account.key, payload["resource_type"], ids),
            endpoint_id=webhook["webhook_id"],
            url=webhook["url"],
            body=json.dumps(payload, separators=(",", ":")).encode(),
            sign=lambda body, moment: {**extra, **self.signer.headers(body, moment)},
            policy=RETRY_POLICY,
        )


def track_payload(label: Label, resource_type: str) -> JsonObject:
    """The older form adds the label's address to the data."""
    data = describe(label)
    if resource_type == "API_TRACK":
        data = {"label_url": f"{label.base_url}v2/labels/{label.id}", **data}
    return {
        "resource_url": f"{label.base_url}v2/labels/{label.id}/track",
        "resource_type": resource_type,
        "data": data,
    }
