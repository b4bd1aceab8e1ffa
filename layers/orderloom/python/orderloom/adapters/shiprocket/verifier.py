"""Shiprocket's webhooks: a static `x-api-key`, and no signature.

Source: apidocs.shiprocket.in, webhooks. The key is the only thing a sender shows, so what a
webhook says is only a reason to ask Shiprocket.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from orderloom.adapters.fact_digest import digest
from orderloom.adapters.shared_words import matching
from orderloom.ports.webhook_verifier import SignatureRejected, WebhookVerifier

_STATED = ("awb", "current_status_id", "shipment_status_id", "current_timestamp", "is_return")
_SCANNED = ("date", "status", "activity", "sr-status")


class ShiprocketVerifier(WebhookVerifier):
    """The key is optional there; without one nothing is taken here."""

    def verify(
        self,
        body: bytes,  # noqa: ARG002 - the port's; Shiprocket signs none
        headers: Mapping[str, str],
        secrets: Sequence[str],
        now: datetime,  # noqa: ARG002 - the port's; nor a moment
    ) -> str:
        key = matching(headers.get("x-api-key", ""), secrets)
        if key is None:
            raise SignatureRejected
        return key

    def event_id(
        self,
        payload: Mapping[str, Any],
        body: bytes,  # noqa: ARG002 - the port's; what is stated says more than how
        headers: Mapping[str, str],  # noqa: ARG002 - the port's; no id is in them
    ) -> str:
        """Shiprocket gives events no id: theirs is a digest of the parcel's state and last scan."""
        scans = payload.get("scans")
        last = scans[-1] if isinstance(scans, list) and scans else {}
        scan = last if isinstance(last, dict) else {}
        return digest([*map(payload.get, _STATED), *map(scan.get, _SCANNED)])
