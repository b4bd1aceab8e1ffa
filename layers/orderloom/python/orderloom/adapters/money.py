"""Amounts as providers write them (decimal major units) and as we keep them (minor units)."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from orderloom.domain.currency import EXPONENTS

_USUAL_DECIMALS = 2
"""Of a currency nobody here sells in; a carrier may still price in it."""


def to_minor_units(amount: Decimal | int | str, currency: str) -> int:
    """Exact, but for parts below the minor unit: those are rounded half up.

    Raises:
        ValueError: not a finite amount of zero or more (and never a float: it was rounded
            before anybody could say how).
    """
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int | str):
        raise ValueError(f"not a decimal amount: {type(amount).__name__}")  # noqa: TRY004
    try:
        value = Decimal(amount)
        if not value.is_finite() or value < 0:
            raise ValueError("not an amount of zero or more")
        decimals = EXPONENTS.get(currency, _USUAL_DECIMALS)
        return int(value.scaleb(decimals).quantize(Decimal(1), ROUND_HALF_UP))
    except InvalidOperation as exc:
        raise ValueError("not a decimal amount") from exc


def to_major_units(amount: int, currency: str) -> Decimal:
    """With all decimals of the currency: 1500 USD are 15.00."""
    return Decimal(amount).scaleb(-EXPONENTS.get(currency, _USUAL_DECIMALS))
