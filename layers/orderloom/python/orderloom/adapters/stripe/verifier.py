"""Stripe's webhook signature, verified without its SDK.

Source: docs.stripe.com/webhooks/signature. Verdicts equal those of the SDK's
`WebhookSignature.verify_header` (a test compares them over a hostile corpus), but for
timestamps in the future, which the SDK lets pass.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from orderloom.ports.webhook_verifier import SignatureRejected, WebhookVerifier

_TOLERANCE_SECONDS = 300
_BLANK = " \t\r\n\f\v"
_EVENT_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")


class StripeVerifier(WebhookVerifier):
    """`Stripe-Signature: t=<epoch seconds>,v1=<hex>[,v1=…][,v0=…]`; only v1 counts."""

    def verify(
        self,
        body: bytes,
        headers: Mapping[str, str],
        secrets: Sequence[str],
        now: datetime,
    ) -> str:
        timestamp, signatures = _parsed(headers.get("stripe-signature", ""))
        # Compared, not subtracted: a hostile timestamp may be too large for a float.
        at = now.timestamp()
        if not at - _TOLERANCE_SECONDS <= timestamp <= at + _TOLERANCE_SECONDS:
            raise SignatureRejected
        _require_utf8(body)
        signed = b"%d." % timestamp + body
        for secret in secrets:
            if _signed_with(secret, signed, signatures):
                return secret
        raise SignatureRejected

    def event_id(
        self,
        payload: Mapping[str, Any],
        body: bytes,
        headers: Mapping[str, str],  # noqa: ARG002 - the port's; the body says it
    ) -> str:
        """Stripe's own id; a body without a usable one is known by its digest."""
        event_id = payload.get("id")
        if isinstance(event_id, str) and _EVENT_ID.fullmatch(event_id):
            return event_id
        return f"sha256-{hashlib.sha256(body).hexdigest()}"

    def account_of(self, payload: Mapping[str, Any]) -> str | None:
        account = payload.get("account")
        return account if isinstance(account, str) and _EVENT_ID.fullmatch(account) else None


def _parsed(header: str) -> tuple[int, list[str]]:
    """Timestamp (the first `t`) and v1 signatures, read exactly as the SDK reads them."""
    timestamps, signatures = [], []
    try:
        for item in header.split(","):
            parts = item.split("=", 2)
            if parts[0] == "v1":
                signatures.append(parts[1])
            elif parts[0] == "t":
                timestamps.append(parts[1])
        return int(timestamps[0]), signatures
    except (IndexError, ValueError) as exc:
        raise SignatureRejected from exc


def _require_utf8(body: bytes) -> None:
    try:
        body.decode()
    except UnicodeDecodeError as exc:
        raise SignatureRejected from exc


def _signed_with(secret: str, signed: bytes, signatures: list[str]) -> bool:
    if not secret.strip(_BLANK):
        return False
    expected = hmac.digest(secret.encode(), signed, "sha256").hex()
    try:
        for signature in signatures:
            if hmac.compare_digest(expected, signature):
                return True
    except TypeError:  # not ASCII
        return False
    return False
