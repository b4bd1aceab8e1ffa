"""The `Stripe-Signature` header."""

import hashlib
import hmac


def signature_header(secret: str, body: bytes, timestamp: int) -> str:
    """HMAC-SHA256 over `timestamp.body`, in lower-case hex; `timestamp` in whole seconds."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"t={timestamp},v1={digest.hexdigest()}"
