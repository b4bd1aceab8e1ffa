"""ShipStation v2 webhooks: RSA-SHA256 (PKCS#1 v1.5) over `timestamp.body`.

Source: docs.shipstation.com, guide "Webhooks validation". No tenant has a secret: all are
signed with ShipStation's own key, published as a JWK set.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from orderloom.adapters.shipstation.jwks import PublishedKeys
from orderloom.adapters.shipstation.scans import newest_scan
from orderloom.ports.webhook_verifier import SignatureRejected, WebhookVerifier

_TOLERANCE = timedelta(seconds=300)
_STATE_FIELDS = (
    "tracking_number",
    "status_code",
    "status_detail_code",
    "carrier_status_code",
    "carrier_status_description",
    "exception_description",
    "actual_delivery_date",
)
_SCAN_FIELDS = ("occurred_at", "event_code", "description", "city_locality", "postal_code")


class ShipStationVerifier(WebhookVerifier):
    """`secrets` are not looked at."""

    def __init__(self, keys: PublishedKeys) -> None:
        self._keys = keys

    def verify(
        self,
        body: bytes,
        headers: Mapping[str, str],
        secrets: Sequence[str],  # noqa: ARG002 - the port's; ShipStation shares none
        now: datetime,
    ) -> None:
        """Raises ProviderUnavailable too: the published keys cannot be had at the moment."""
        timestamp = headers.get("x-shipengine-timestamp", "")
        key_id = headers.get("x-shipengine-rsa-sha256-key-id", "")
        if abs(_moment(timestamp) - now) > _TOLERANCE:
            raise SignatureRejected
        signature = _decoded(headers.get("x-shipengine-rsa-sha256-signature", ""))
        if not key_id or not signature:
            raise SignatureRejected
        # Signed as it was sent, whatever way of writing the moment ShipStation chose.
        signed = timestamp.encode() + b"." + body
        if not self._keys.verifies(key_id, signature, signed, now):
            raise SignatureRejected

    def event_id(
        self,
        payload: Mapping[str, Any],
        body: bytes,
        headers: Mapping[str, str],  # noqa: ARG002 - the port's; the body says it
    ) -> str:
        """ShipStation gives events no id: theirs is a digest of what they state.

        For a tracking event that is the parcel, its state and its newest scan, so that a
        repeated delivery or a second subscription counts once, however the JSON is written;
        forecasts and links are left out, they are no fact. Any other body is known by its
        bytes.
        """
        data = payload.get("data")
        if not isinstance(data, dict):
            return f"sha256-{hashlib.sha256(body).hexdigest()}"
        scan = newest_scan(data)
        fact = [payload.get("resource_type"), *map(data.get, _STATE_FIELDS)]
        fact += map(scan.get, _SCAN_FIELDS)
        text = json.dumps([value if isinstance(value, str) else None for value in fact])
        return f"sha256-{hashlib.sha256(text.encode()).hexdigest()}"


def _moment(timestamp: str) -> datetime:
    try:
        moment = datetime.fromisoformat(timestamp)
        if moment.tzinfo is not None and timestamp.isascii():
            return moment.astimezone(UTC)
    except (ValueError, OverflowError) as exc:
        raise SignatureRejected from exc
    raise SignatureRejected


def _decoded(signature: str) -> bytes:
    try:
        return base64.b64decode(signature, validate=True)
    except ValueError as exc:
        raise SignatureRejected from exc
