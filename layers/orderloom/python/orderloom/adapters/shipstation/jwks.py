"""ShipStation's published webhook keys: a JWK set, kept for hours.

`cryptography` and PyJWT are imported on the first ShipStation webhook only: other providers'
cold starts do not pay for them.
"""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from orderloom.errors import ProviderUnavailable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

_FRESH = timedelta(hours=6)
_REFETCH_GAP = timedelta(seconds=60)
"""Anybody can send an unknown key id; this is how often that may cost a request."""

_MAX_BYTES = 64 * 1024
_MAX_KEYS = 20
_FEWEST_BITS = 2048


class PublishedKeys:
    """Keys by id, fetched when first needed, when old, and when an unknown id turns up."""

    def __init__(self, url: str, fetch: Callable[[str], bytes] | None = None) -> None:
        self._url = url
        self._fetch = fetch or fetch_bounded
        self._keys: dict[str, RSAPublicKey] = {}
        self._fetched_at: datetime | None = None
        self._tried_at: datetime | None = None

    def verifies(self, key_id: str, signature: bytes, signed: bytes, now: datetime) -> bool:
        """Whether the key of that id made the signature.

        Raises:
            ProviderUnavailable: the keys cannot be had, so nothing can be said.
        """
        key = self._key(key_id, now)
        if key is None:
            return False
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - see the module
        from cryptography.hazmat.primitives import hashes  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric import padding  # noqa: PLC0415

        try:
            key.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return False
        return True

    def _key(self, key_id: str, now: datetime) -> "RSAPublicKey | None":
        if (key_id not in self._keys or self._is_old(now)) and self._may_try(now):
            self._tried_at = now
            self._refresh(now)
        if self._fetched_at is None or (key_id not in self._keys and self._is_old(now)):
            raise ProviderUnavailable("shipstation", "published keys", "none to be had")
        # Keys whose refresh failed serve on: an outage at ShipStation must not stop its webhooks.
        return self._keys.get(key_id)

    def _is_old(self, now: datetime) -> bool:
        return self._fetched_at is None or now - self._fetched_at > _FRESH

    def _may_try(self, now: datetime) -> bool:
        return self._tried_at is None or now - self._tried_at >= _REFETCH_GAP

    def _refresh(self, now: datetime) -> None:
        try:
            self._keys = parse_keys(self._fetch(self._url))
        except (OSError, ValueError):
            return
        self._fetched_at = now


def parse_keys(document: bytes) -> dict[str, "RSAPublicKey"]:
    """RSA signing keys by id; what is no such key is passed over.

    Raises:
        ValueError: not a JWK set, or none of its keys will do.
    """
    try:
        entries = json.loads(document)["keys"]
    except (KeyError, TypeError, RecursionError) as exc:
        raise ValueError("not a JWK set") from exc
    if not isinstance(entries, list):
        raise ValueError("not a JWK set")  # noqa: TRY004 - one error for every bad document
    parsed = [(entry, _rsa_key(entry)) for entry in entries[:_MAX_KEYS]]
    usable = {str(entry["kid"]): key for entry, key in parsed if key is not None}
    if not usable:
        raise ValueError("no usable key")
    return usable


def _rsa_key(entry: Any) -> "RSAPublicKey | None":  # noqa: ANN401 - unchecked JSON
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey  # noqa: PLC0415
    from jwt import PyJWK  # noqa: PLC0415 - see the module
    from jwt.exceptions import PyJWTError  # noqa: PLC0415

    if not isinstance(entry, dict) or not isinstance(entry.get("kid"), str):
        return None
    if entry.get("use", "sig") != "sig":
        return None
    try:
        key = PyJWK.from_dict(entry, "RS256").key
    except (PyJWTError, ValueError, TypeError):
        return None
    return key if isinstance(key, RSAPublicKey) and key.key_size >= _FEWEST_BITS else None


def fetch_bounded(url: str) -> bytes:
    """GET with limits on time and size. Raises OSError."""
    import urllib3  # noqa: PLC0415 - see the module

    timeout = urllib3.Timeout(connect=1.5, read=2.0)
    try:
        answer = urllib3.request("GET", url, timeout=timeout, retries=False, preload_content=False)
        try:
            if answer.status != 200:  # noqa: PLR2004 - OK
                raise OSError(f"status {answer.status}")
            return bytes(answer.read(_MAX_BYTES))
        finally:
            answer.close()
    except urllib3.exceptions.HTTPError as exc:
        raise OSError(str(exc)) from exc
