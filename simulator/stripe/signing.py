"""The `Stripe-Signature` header."""

import hashlib
import hmac
from collections.abc import Sequence


def signature_header(secrets: Sequence[str], body: bytes, timestamp: int) -> str:
    """HMAC-SHA256 over `timestamp.body` with each secret, in lower-case hex.

    `timestamp` in whole seconds.
    """
    signed = f"{timestamp}.".encode() + body
    digests = (hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets)
    return ",".join([f"t={timestamp}", *(f"v1={digest}" for digest in digests)])
