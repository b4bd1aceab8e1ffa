"""FedEx's webhook signature: base64 HMAC-SHA256 of the raw body, and of nothing else.

Source: developer.fedex.com, Advanced Integrated Visibility. No moment is signed, so none grows
stale: what a recorded webhook could do when sent again is held off by the order's state.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from orderloom.ports.webhook_verifier import SignatureRejected, WebhookVerifier


class FedexVerifier(WebhookVerifier):
    """`fdx-signature`, made with the security token of the webhook's project."""

    def verify(
        self,
        body: bytes,
        headers: Mapping[str, str],
        secrets: Sequence[str],
        now: datetime,  # noqa: ARG002 - the port's; FedEx signs no moment
    ) -> str:
        try:
            signature = base64.b64decode(headers.get("fdx-signature", ""), validate=True)
        except ValueError as exc:
            raise SignatureRejected from exc
        for secret in secrets:
            if _signed_with(secret, body, signature):
                return secret
        raise SignatureRejected

    def event_id(
        self,
        payload: Mapping[str, Any],  # noqa: ARG002 - the port's; no id is in it
        body: bytes,
        headers: Mapping[str, str],  # noqa: ARG002 - the port's; no id is in them
    ) -> str:
        """FedEx gives events no id; a retry has the same bytes."""
        return f"sha256-{hashlib.sha256(body).hexdigest()}"


def _signed_with(secret: str, body: bytes, signature: bytes) -> bool:
    if not secret.strip():
        return False
    return hmac.compare_digest(hmac.digest(secret.encode(), body, "sha256"), signature)
