"""Razorpay's own record of an account: it lists no events, but payments and refunds.

Each is told of as the webhook that should have: by its kind and its state, under an id made of
both. Source: razorpay.com/docs/api/payments/fetch-all-payments and …/refunds/fetch-all (`from`,
`to`: when they were made; at most 100 a page, newest first).
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from urllib.parse import quote, urlencode

import requests

from orderloom.adapters.provider_http import Answer
from orderloom.adapters.razorpay.documents import items
from orderloom.adapters.razorpay.http import razorpay_http
from orderloom.domain.sweeps import Window
from orderloom.ports.provider_record import MOST_ENTRIES, ProviderRecord, RecordedEvent, RecordPage

_PAYMENT_EVENTS = {
    "authorized": "payment.authorized",
    "captured": "payment.captured",
    "refunded": "payment.captured",
    "failed": "payment.failed",
}
_REFUND_EVENTS = {
    "pending": "refund.created",
    "processed": "refund.processed",
    "failed": "refund.failed",
}
_REFUNDS_A_PAGE = 25
"""Each may need its payment read."""

_PAYMENTS, _REFUNDS = "payments", "refunds"


class RazorpayRecord(ProviderRecord):
    """One tenant's account: first all payments of a window, then its refunds."""

    changes_for = timedelta(days=5)
    """A failed payment may turn out to be authorised for as long."""

    def __init__(
        self,
        *,
        key_id: str,
        key_secret: str,
        base_url: str = "https://api.razorpay.com",
        session: requests.Session | None = None,
    ) -> None:
        self._http = razorpay_http(
            key_id=key_id, key_secret=key_secret, base_url=base_url, session=session
        )

    def page(self, window: Window) -> RecordPage:
        # The cursor says of which list how much is read. That is counted from the newest on, but
        # the window has an end, so nothing new moves the rest.
        kind, _, skip = (window.cursor or f"{_PAYMENTS}:0").partition(":")
        size = MOST_ENTRIES if kind == _PAYMENTS else _REFUNDS_A_PAGE
        found = self._listed(kind, window, int(skip), size)
        with self._http.understanding(f"list {kind}"):
            events = self._payments(found) if kind == _PAYMENTS else self._refunds(found)
        if len(found) == size:
            return RecordPage(events, f"{kind}:{int(skip) + size}")
        return RecordPage(events, f"{_REFUNDS}:0" if kind == _PAYMENTS else None)

    def _listed(self, kind: str, window: Window, skip: int, size: int) -> list[Answer]:
        query = urlencode(
            {
                "from": int(window.since.timestamp()),
                "to": int(window.until.timestamp()),
                "count": size,
                "skip": skip,
            }
        )
        answer = self._http.json(f"list {kind}", "GET", f"/{kind}?{query}")
        with self._http.understanding(f"list {kind}"):
            return items(answer)

    @staticmethod
    def _payments(found: list[Answer]) -> tuple[RecordedEvent, ...]:
        told = ((_PAYMENT_EVENTS.get(each["status"]), each) for each in found)
        return tuple(_event(name, each, {"payment": each}) for name, each in told if name)

    def _refunds(self, found: list[Answer]) -> tuple[RecordedEvent, ...]:
        """With their payments, by which their orders are found."""
        ids = dict.fromkeys(str(each["payment_id"]) for each in found)
        payments = {payment_id: self._payment(payment_id) for payment_id in ids}
        return tuple(
            _event(
                _REFUND_EVENTS[each["status"]],
                each,
                {"refund": each, "payment": payments[each["payment_id"]]},
            )
            for each in found
            if each["status"] in _REFUND_EVENTS
        )

    def _payment(self, payment_id: str) -> Answer:
        return self._http.json("read payment", "GET", f"/payments/{quote(payment_id, safe='')}")


def _event(name: str, subject: Answer, entities: Mapping[str, Answer]) -> RecordedEvent:
    body = {
        "entity": "event",
        "event": name,
        "contains": list(entities),
        "payload": {kind: {"entity": entity} for kind, entity in entities.items()},
        "created_at": subject["created_at"],
    }
    event_id = f"read-{subject['id']}-{subject['status']}"
    return RecordedEvent(event_id, json.dumps(body, default=_plain), derived=True)


def _plain(value: object) -> float:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} in an answer")
