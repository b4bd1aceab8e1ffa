"""Weights and lengths as carriers want them; ours are grams and millimetres.

Rounded up: a carrier that measures more than was declared charges the difference, with a fee.
"""

from decimal import ROUND_CEILING, Decimal

_GRAMS_PER_POUND = Decimal("453.59237")
_MM_PER_INCH = Decimal("25.4")
_HUNDREDTH = Decimal("0.01")


def kilograms(grams: int, *, step: Decimal = Decimal("0.001")) -> Decimal:
    return _up(Decimal(grams) / 1000, step)


def pounds(grams: int, *, step: Decimal = _HUNDREDTH) -> Decimal:
    return _up(Decimal(grams) / _GRAMS_PER_POUND, step)


def centimetres(millimetres: int, *, step: Decimal = Decimal(1)) -> Decimal:
    return _up(Decimal(millimetres) / 10, step)


def inches(millimetres: int, *, step: Decimal = _HUNDREDTH) -> Decimal:
    return _up(Decimal(millimetres) / _MM_PER_INCH, step)


def _up(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).to_integral_value(ROUND_CEILING) * step
