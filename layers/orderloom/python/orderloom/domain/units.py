"""Weights and lengths as people write them; ours are whole grams and millimetres.

What is below a whole one is dropped, as adapters round up again in their carrier's unit: so a
parcel of one pound is declared as one pound, not as a little more, which costs as much as two.
"""

from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum


class WeightUnit(StrEnum):
    GRAM = "g"
    KILOGRAM = "kg"
    OUNCE = "oz"
    POUND = "lb"


class LengthUnit(StrEnum):
    MILLIMETRE = "mm"
    CENTIMETRE = "cm"
    INCH = "in"


_GRAMS = {
    WeightUnit.GRAM: Decimal(1),
    WeightUnit.KILOGRAM: Decimal(1000),
    WeightUnit.OUNCE: Decimal("28.349523125"),
    WeightUnit.POUND: Decimal("453.59237"),
}
_MILLIMETRES = {
    LengthUnit.MILLIMETRE: Decimal(1),
    LengthUnit.CENTIMETRE: Decimal(10),
    LengthUnit.INCH: Decimal("25.4"),
}


def to_grams(value: Decimal, unit: WeightUnit) -> int:
    """At least 1 of what is above zero."""
    return _whole(value * _GRAMS[unit])


def to_millimetres(value: Decimal, unit: LengthUnit) -> int:
    """At least 1 of what is above zero."""
    return _whole(value * _MILLIMETRES[unit])


def _whole(exact: Decimal) -> int:
    return max(int(exact.to_integral_value(ROUND_FLOOR)), 1 if exact > 0 else 0)
