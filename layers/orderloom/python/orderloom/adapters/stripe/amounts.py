"""Stripe's units of amount, which are ISO 4217's minor units but for three currencies.

Source: docs.stripe.com/currencies. ISK and UGX lost their decimals and keep two in Stripe's
API; MGA has them on paper and none there.
"""

from orderloom.domain.currency import EXPONENTS

_DECIMALS_MORE = {"ISK": 2, "UGX": 2, "MGA": -EXPONENTS["MGA"]}


def to_stripe(amount: int, currency: str) -> int:
    """From minor units. Raises ValueError: Stripe cannot take so small a part."""
    return _scaled(amount, _DECIMALS_MORE.get(currency, 0))


def from_stripe(amount: int, currency: str) -> int:
    """To minor units. Raises ValueError: a part smaller than the minor unit."""
    return _scaled(amount, -_DECIMALS_MORE.get(currency, 0))


def _scaled(amount: int, decimals: int) -> int:
    factor: int = 10 ** abs(decimals)
    if decimals >= 0:
        return amount * factor
    whole, rest = divmod(amount, factor)
    if rest:
        raise ValueError("amount is not a whole number of units")
    return whole
