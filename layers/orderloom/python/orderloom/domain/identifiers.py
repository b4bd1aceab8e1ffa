"""Identifiers: prefixed, time-sortable, made from an injected clock and random source."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_RANDOM_BITS = 80
ORDER_PREFIX = "ord_"
DRAIN_PREFIX = "drain_"
_TIME_LENGTH = 10

TENANT_ID = re.compile(r"[a-z0-9][a-z0-9-]{2,39}")
"""No character that a key, a URL or an IAM pattern would read as more than itself."""

PLATFORM = "PLATFORM"
"""Stands where a tenant would, for what is no tenant's: no tenant can be called so."""
QUOTE_PREFIX = "quo_"
QUOTE_ID = re.compile(r"quo_[0-9a-f]{32}[0-7][0-9A-HJKMNP-TV-Z]{25}")

ORDER_ID = re.compile(r"ord_[0-7][0-9A-HJKMNP-TV-Z]{25}")


def _crockford(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, remainder = divmod(number, 32)
        digits.append(_ALPHABET[remainder])
    return "".join(reversed(digits))


def new_order_id(now: datetime, random_bits: Callable[[int], int]) -> str:
    """`ord_` and a ULID (48 bits of milliseconds, 80 random): sorts by time of creation."""
    return f"{ORDER_PREFIX}{_ulid(now, random_bits)}"


def new_quote_id(digest: str, now: datetime, random_bits: Callable[[int], int]) -> str:
    """`quo_`, the 32 hexadecimal digits of what was asked, and a ULID."""
    return f"{QUOTE_PREFIX}{digest}{_ulid(now, random_bits)}"


def digest_in(quote_id: str) -> str:
    """What a quote's id says was asked."""
    return quote_id.removeprefix(QUOTE_PREFIX)[:32]


def _ulid(now: datetime, random_bits: Callable[[int], int]) -> str:
    time = _crockford(int(now.timestamp() * 1000), _TIME_LENGTH)
    return f"{time}{_crockford(random_bits(_RANDOM_BITS), 16)}"


def new_drain_id(now: datetime, random_bits: Callable[[int], int]) -> str:
    """`drain_` and a ULID, as an order's id is made."""
    return f"{DRAIN_PREFIX}{new_order_id(now, random_bits).removeprefix(ORDER_PREFIX)}"


def month_of(order_id: str) -> str | None:
    """`yyyy-mm` in which an order of this id was placed, UTC; None for an id nobody made."""
    time = order_id.removeprefix(ORDER_PREFIX)[:_TIME_LENGTH]
    if len(time) != _TIME_LENGTH or any(digit not in _ALPHABET for digit in time):
        return None
    milliseconds = 0
    for digit in time:
        milliseconds = milliseconds * 32 + _ALPHABET.index(digit)
    try:
        return f"{datetime.fromtimestamp(milliseconds / 1000, UTC):%Y-%m}"
    except (ValueError, OverflowError, OSError):
        # Centuries from now.
        return None


def new_api_key(random_bits: Callable[[int], int]) -> str:
    """A merchant's API key: `olk_` and 160 random bits."""
    return f"olk_{_crockford(random_bits(160), 32)}"


def new_secret_id(random_bits: Callable[[int], int]) -> str:
    """Of a webhook secret: `whs_` and 60 random bits, which tell nothing of the secret."""
    return f"whs_{_crockford(random_bits(60), 12)}"
