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


def sealed_with(token: str, client_id: str, secrets: Sequence[str], now: datetime) -> str | None:
    """The secret a token was made with; None: not this client's, altered, or too old."""
    claims, _, seal = token.rpartition(".")
    holder, _, expiry = claims.rpartition(".")
    if not (holder and holder == client_id and expiry.isascii() and expiry.isdigit()):
        return None
    seals = {_seal(claims, secret): secret for secret in secrets if secret.strip()}
    found = matching(seal, list(seals))
    return seals[found] if found and now.timestamp() < int(expiry) else None


def _seal(claims: str, secret: str) -> str:
    return hmac.digest(secret.encode(), f"ups-alert-token.{claims}".encode(), "sha256").hex()
