"""Stripe's units of amount, which are ISO 4217's minor units but for three currencies.

Source: docs.stripe.com/currencies. ISK and UGX lost their decimals and keep two in Stripe's
API; MGA has them on paper and none there.
"""

from typing import Any

from orderloom.adapters import event_fields as read
from orderloom.adapters.event_fields import Fields
from orderloom.domain.currency import EXPONENTS
from orderloom.errors import MalformedEvent

_DECIMALS_MORE = {"ISK": 2, "UGX": 2, "MGA": -EXPONENTS["MGA"]}


def to_stripe(amount: int, currency: str) -> int:
    """From minor units. Raises ValueError: Stripe cannot take so small a part."""
    return _scaled(amount, _DECIMALS_MORE.get(currency, 0))


def from_stripe(amount: int, currency: str) -> int:
    """To minor units. Raises ValueError: a part smaller than the minor unit."""
    return _scaled(amount, -_DECIMALS_MORE.get(currency, 0))


def money(subject: Fields, name: str) -> dict[str, Any]:
    """`amount` and `currency` of an object of an event. Raises MalformedEvent."""
    currency = read.text(subject, "currency").upper()
    try:
        amount = from_stripe(read.minor_units(subject, name), currency)
    except ValueError as exc:
        raise MalformedEvent(f"{name}: {exc}") from exc
    return {"amount": amount, "currency": currency}


def _scaled(amount: int, decimals: int) -> int:
    factor: int = 10 ** abs(decimals)
    if decimals >= 0:
        return amount * factor
    whole, rest = divmod(amount, factor)
    if rest:
        raise ValueError("amount is not a whole number of units")
    return whole
