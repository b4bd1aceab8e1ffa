"""Stripe's own record of an account: its events, and its payments as they stand.

Source: docs.stripe.com/api/events/list (30 days back, newest first, at most 100 a page).
"""

import json
from typing import Any

import stripe

from orderloom.adapters.stripe.client import stripe_client
from orderloom.adapters.stripe.errors import translated
from orderloom.domain.sweeps import Book, Window
from orderloom.ports.provider_record import ProviderRecord, RecordedEvent, RecordPage

_PAGE = 100
_TOLD_BY = {"succeeded": "payment_intent.succeeded", "canceled": "payment_intent.canceled"}
"""Which event should have told of a payment in this state; the others may still change."""


class StripeRecord(ProviderRecord):
    """One tenant's Stripe account; `base_url` is where `/v1` is found."""

    def __init__(
        self,
        *,
        api_key: str,
        base_url: str = "https://api.stripe.com",
        http_client: stripe.HTTPClient | None = None,
    ) -> None:
        self._client = stripe_client(api_key, base_url, http_client)

    def page(self, book: Book, window: Window) -> RecordPage:
        return self._events(window) if book is Book.EVENTS else self._payments(window)

    def _events(self, window: Window) -> RecordPage:
        with translated("list events"):
            listed = self._client.v1.events.list(_paging(window))  # type: ignore[arg-type]  # one shape of paging for all lists
            entries = _raw(listed)
            events = [RecordedEvent(event_id=each["id"], body=json.dumps(each)) for each in entries]
            return RecordPage(tuple(events), _cursor(entries, more=listed.has_more))

    def _payments(self, window: Window) -> RecordPage:
        with translated("list payments"):
            listed = self._client.v1.payment_intents.list(_paging(window))  # type: ignore[arg-type]  # as above
            entries = _raw(listed)
            settled = [_as_event(intent) for intent in entries if intent["status"] in _TOLD_BY]
            return RecordPage(tuple(settled), _cursor(entries, more=listed.has_more))


def _paging(window: Window) -> dict[str, Any]:
    created = {"gte": int(window.since.timestamp()), "lte": int(window.until.timestamp())}
    paging: dict[str, Any] = {"limit": _PAGE, "created": created}
    if window.cursor is not None:
        paging["starting_after"] = window.cursor
    return paging


def _raw(listed: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - the SDK's lists share no type
    """As Stripe wrote them: the SDK's objects would lose what it does not know."""
    entries: list[dict[str, Any]] = listed.last_response.data["data"]
    return entries


def _cursor(entries: list[dict[str, Any]], *, more: bool) -> str | None:
    return str(entries[-1]["id"]) if more and entries else None


def _as_event(intent: dict[str, Any]) -> RecordedEvent:
    """The event that should have told of it; its id is the same however often it is read."""
    status = intent["status"]
    event_id = f"polled-{intent['id']}-{status}"
    event = {
        "id": event_id,
        "object": "event",
        "type": _TOLD_BY[status],
        "created": intent["created"],
        "livemode": intent.get("livemode"),
        "data": {"object": intent},
    }
    return RecordedEvent(event_id=event_id, body=json.dumps(event), derived=True)
