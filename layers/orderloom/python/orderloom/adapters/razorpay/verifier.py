"""Razorpay's webhook signature: hex HMAC-SHA256 of the raw body, and of nothing else.

Source: razorpay.com/docs/webhooks/validate-test. Neither a timestamp nor the event's id is
signed, so no signature grows stale. What a recorded webhook could do when sent again is held
off by its effect (`domain/payment.py`), not here.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from orderloom.ports.webhook_verifier import SignatureRejected, WebhookVerifier

_EVENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_SIGNATURE = re.compile(r"[0-9a-f]{64}")


class RazorpayVerifier(WebhookVerifier):
    """`X-Razorpay-Signature`: 64 lower-case hex digits."""

    def verify(
        self,
        body: bytes,
        headers: Mapping[str, str],
        secrets: Sequence[str],
        now: datetime,  # noqa: ARG002 - the port's; Razorpay signs no moment
    ) -> str:
        signature = headers.get("x-razorpay-signature", "")
        if not _SIGNATURE.fullmatch(signature):
            raise SignatureRejected
        try:
            body.decode()
        except UnicodeDecodeError as exc:
            raise SignatureRejected from exc
        for secret in secrets:
            if _signed_with(secret, body, signature):
                return secret
        raise SignatureRejected

    def event_id(
        self,
        payload: Mapping[str, Any],  # noqa: ARG002 - the port's; the body names no id
        body: bytes,
        headers: Mapping[str, str],
    ) -> str:
        """`X-Razorpay-Event-Id`; an event without a usable one is known by its body's digest.

        A retry has the same bytes, so that a proxy that drops the header costs nothing.
        """
        named = headers.get("x-razorpay-event-id", "")
        if _EVENT_ID.fullmatch(named):
            return named
        return f"sha256-{hashlib.sha256(body).hexdigest()}"


def _signed_with(secret: str, body: bytes, signature: str) -> bool:
    if not secret.strip():
        return False
    expected = hmac.digest(secret.encode(), body, "sha256").hex()
    return hmac.compare_digest(expected, signature)
