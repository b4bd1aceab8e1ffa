"""Who is calling: a secret key, or a shopper's browser with the publishable one."""

import base64
import binascii
from dataclasses import dataclass

from starlette.requests import Request

from simulator.stripe.errors import unauthenticated
from simulator.stripe.params import Params

_MERCHANT_PREFIX = "sk_test_"
_SHOPPER_PREFIX = "pk_test_"


@dataclass(frozen=True)
class Caller:
    """`account` is always the secret key: pk_test_X belongs to the account of sk_test_X."""

    account: str
    publishable: bool


def authenticate(request: Request, params: Params) -> Caller:
    """Reads Bearer or Basic credentials, or the browser's `key` parameter."""
    key = _header_key(request) or params.tree.pop("key", None)
    if not isinstance(key, str) or not key:
        raise unauthenticated("No API key was provided.")
    for prefix, publishable in ((_MERCHANT_PREFIX, False), (_SHOPPER_PREFIX, True)):
        name = key.removeprefix(prefix)
        if name and name != key:
            return Caller(_MERCHANT_PREFIX + name, publishable)
    raise unauthenticated(f"Invalid API Key provided: {key[:8]}***")


def _header_key(request: Request) -> str | None:
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(credentials, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError) as exc:
            raise unauthenticated("The Authorization header cannot be decoded.") from exc
    return None
