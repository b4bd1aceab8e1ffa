"""Identifiers: prefixed, time-sortable, made from an injected clock and random source."""

import re
from collections.abc import Callable
from datetime import datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_BITS = 80
ORDER_PREFIX = "ord_"

TENANT_ID = re.compile(r"[a-z0-9][a-z0-9-]{2,39}")
"""No character that a key, a URL or an IAM pattern would read as more than itself."""

ORDER_ID = re.compile(r"ord_[0-7][0-9A-HJKMNP-TV-Z]{25}")


def _crockford(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, remainder = divmod(number, 32)
        digits.append(_ALPHABET[remainder])
    return "".join(reversed(digits))


def new_order_id(now: datetime, random_bits: Callable[[int], int]) -> str:
    """`ord_` and a ULID (48 bits of milliseconds, 80 random): sorts by time of creation."""
    milliseconds = int(now.timestamp() * 1000)
    random = _crockford(random_bits(_RANDOM_BITS), 16)
    return f"{ORDER_PREFIX}{_crockford(milliseconds, 10)}{random}"


def new_api_key(random_bits: Callable[[int], int]) -> str:
    """A merchant's API key: `olk_` and 160 random bits."""
    return f"olk_{_crockford(random_bits(160), 32)}"
