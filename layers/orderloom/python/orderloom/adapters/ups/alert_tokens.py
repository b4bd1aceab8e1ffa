"""Tokens we give UPS for Track Alert v2, and know again without keeping any.

UPS asks our token address with the client id and secret the merchant gave it, then sends the
token with every alert. Standard library only: the door needs it.
"""

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from orderloom.adapters.shared_words import matching

LIFETIME = timedelta(hours=1)


def issue(client_id: str, secret: str, now: datetime) -> str:
    """`<client id>.<expiry>.<seal>`; the seal tells nothing of the secret."""
    claims = f"{client_id}.{int((now + LIFETIME).timestamp())}"
    return f"{claims}.{_seal(claims, secret)}"


def holder(token: str, secrets: Sequence[str], now: datetime) -> str | None:
    """The client id a token of ours was given to; None: not ours, altered, or too old."""
    claims, _, seal = token.rpartition(".")
    client_id, _, expiry = claims.rpartition(".")
    if not (client_id and expiry.isascii() and expiry.isdigit()):
        return None
    seals = [_seal(claims, secret) for secret in secrets if secret.strip()]
    if matching(seal, seals) is None:
        return None
    return client_id if now.timestamp() < int(expiry) else None


def _seal(claims: str, secret: str) -> str:
    return hmac.digest(secret.encode(), f"ups-alert-token.{claims}".encode(), "sha256").hex()
