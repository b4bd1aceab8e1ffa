"""Identifiers: prefixed, time-sortable, made from an injected clock and random source."""

from collections.abc import Callable
from datetime import datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_BITS = 80
ORDER_PREFIX = "ord_"


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
