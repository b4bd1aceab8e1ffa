"""ShipStation's webhook signature: RSA-SHA256 (PKCS#1 v1.5) over `timestamp.body`."""

import base64
import hashlib
from functools import cached_property

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from simulator.clock import iso_seconds
from simulator.json_types import JsonObject

_KEY_BITS = 2048
_EXPONENT = 65537


class Signer:
    """Holds the key pair; made on first use, since most runs need it late or never."""

    @cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=_EXPONENT, key_size=_KEY_BITS)

    @cached_property
    def key_id(self) -> str:
        modulus = self._key.public_key().public_numbers().n
        return hashlib.sha256(_bytes(modulus)).hexdigest()[:32]

    def headers(self, body: bytes, moment: float) -> dict[str, str]:
        """The headers of one delivery; the timestamp is signed exactly as it is sent."""
        timestamp = iso_seconds(moment)
        signed = timestamp.encode() + b"." + body
        signature = self._key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
        return {
            "Content-Type": "application/json",
            "x-shipengine-rsa-sha256-key-id": self.key_id,
            "x-shipengine-rsa-sha256-signature": base64.b64encode(signature).decode(),
            "x-shipengine-timestamp": timestamp,
        }

    def jwks(self) -> JsonObject:
        numbers = self._key.public_key().public_numbers()
        key = {
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.key_id,
            "n": _base64url(numbers.n),
            "e": _base64url(numbers.e),
        }
        return {"keys": [key]}


def _bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _base64url(number: int) -> str:
    return base64.urlsafe_b64encode(_bytes(number)).rstrip(b"=").decode()
