"""Razorpay's own record of an account: it lists no events, but payments, refunds and disputes.

Each is told of as the webhook that should have: by its kind and its state, under an id made of
both. Source: razorpay.com/docs/api/payments/fetch-all-payments, …/refunds/fetch-all and
…/disputes/fetch-all (`from`, `to`: when they were made; at most 100 a page, newest first).
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
_DISPUTE_EVENTS = {
    "open": "payment.dispute.created",
    "under_review": "payment.dispute.under_review",
    "won": "payment.dispute.won",
    "lost": "payment.dispute.lost",
    "closed": "payment.dispute.closed",
}
_WITH_PAYMENTS_A_PAGE = 25
"""Each may need its payment read."""

_LONGEST_DISPUTE = timedelta(days=120)
"""A dispute may end so long after it began; the first run of a day looks as far back."""

_PAYMENTS, _REFUNDS, _DISPUTES = "payments", "refunds", "disputes"
_FOLLOWED_BY = {_PAYMENTS: _REFUNDS, _REFUNDS: _DISPUTES}


class RazorpayRecord(ProviderRecord):
    """One tenant's account: first all payments of a window, then its refunds, then its disputes."""

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
        size = MOST_ENTRIES if kind == _PAYMENTS else _WITH_PAYMENTS_A_PAGE
        found = self._listed(kind, self._widened(kind, window), int(skip), size)
        with self._http.understanding(f"list {kind}"):
            events = self._events(kind, found)
        if len(found) == size:
            return RecordPage(events, f"{kind}:{int(skip) + size}")
        following = _FOLLOWED_BY.get(kind)
        return RecordPage(events, f"{following}:0" if following else None)

    def _widened(self, kind: str, window: Window) -> Window:
        """Disputes change long after they were made: a run that reads much again reads them all."""
        if kind == _DISPUTES and window.until - window.since >= self.changes_for:
            return window.model_copy(update={"since": window.since - _LONGEST_DISPUTE})
        return window

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

    def _events(self, kind: str, found: list[Answer]) -> tuple[RecordedEvent, ...]:
        match kind:
            case "payments":
                told = ((_PAYMENT_EVENTS.get(each["status"]), each) for each in found)
                return tuple(_event(name, each, {"payment": each}) for name, each in told if name)
            case "refunds":
                return self._with_payments("refund", _REFUND_EVENTS, found)
            case _:
                return self._with_payments("dispute", _DISPUTE_EVENTS, found)

    def _with_payments(
        self, entity: str, names: Mapping[str, str], found: list[Answer]
    ) -> tuple[RecordedEvent, ...]:
        """With their payments, by which their orders are found."""
        known = [each for each in found if each["status"] in names]
        ids = dict.fromkeys(str(each["payment_id"]) for each in known)
        payments = {payment_id: self._payment(payment_id) for payment_id in ids}
        return tuple(
            _event(
                names[each["status"]],
                each,
                {entity: each, "payment": payments[each["payment_id"]]},
            )
            for each in known
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
