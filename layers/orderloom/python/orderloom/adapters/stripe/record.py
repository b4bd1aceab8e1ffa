"""Stripe's own record of an account: its list of events.

Source: docs.stripe.com/api/events/list (30 days back, newest first, at most 100 a page, at most
20 types: more are needed, so all are read). An entry never changes: what happens to an object is an
event of its own.
"""

import json
from datetime import timedelta
from typing import Any

import stripe

from orderloom.adapters.stripe.client import stripe_client
from orderloom.adapters.stripe.errors import translated
from orderloom.adapters.stripe.reader import NEEDED_EVENTS
from orderloom.domain.sweeps import Window
from orderloom.ports.provider_record import MOST_ENTRIES, ProviderRecord, RecordedEvent, RecordPage


class StripeRecord(ProviderRecord):
    """One tenant's Stripe account; `base_url` is where `/v1` is found.

    `account`: the connected account that a platform's key acts for.
    """

    changes_for = timedelta(0)

    def __init__(
        self,
        *,
        api_key: str,
        base_url: str = "https://api.stripe.com",
        http_client: stripe.HTTPClient | None = None,
        account: str | None = None,
    ) -> None:
        self._client = stripe_client(api_key, base_url, http_client, account)

    def page(self, window: Window) -> RecordPage:
        with translated("list events"):
            listed = self._client.v1.events.list(_asked(window))  # type: ignore[arg-type]  # a plain dict
            # As Stripe wrote them: the SDK's objects would lose what it does not know.
            entries: list[dict[str, Any]] = raw_answer(listed)["data"]
            events = [
                RecordedEvent(event_id=each["id"], body=json.dumps(each))
                for each in entries
                if each["type"] in NEEDED_EVENTS
            ]
            more = listed.has_more and entries
            return RecordPage(tuple(events), str(entries[-1]["id"]) if more else None)


def raw_answer(answered: Any) -> dict[str, Any]:  # noqa: ANN401 - the SDK's objects share no type
    """The JSON document behind an object of the SDK."""
    document: dict[str, Any] = answered.last_response.data
    return document


def _asked(window: Window) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "limit": MOST_ENTRIES,
        "created": {
            "gte": int(window.since.timestamp()),
            "lte": int(window.until.timestamp()),
        },
    }
    if window.cursor is not None:
        asked["starting_after"] = window.cursor
    return asked
