"""Units of people become ours, and carriers' again, without a parcel growing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orderloom.adapters import measures
from orderloom.domain.units import LengthUnit, WeightUnit, to_grams, to_millimetres


@pytest.mark.parametrize(
    ("value", "unit", "grams"),
    [
        ("1", WeightUnit.GRAM, 1),
        ("0.2", WeightUnit.GRAM, 1),  # nothing weighs nothing
        ("1.5", WeightUnit.KILOGRAM, 1500),
        ("1", WeightUnit.OUNCE, 28),
        ("16", WeightUnit.OUNCE, 453),
        ("1", WeightUnit.POUND, 453),
        ("2.5", WeightUnit.POUND, 1133),
    ],
)
def test_weights(value: str, unit: WeightUnit, grams: int) -> None:
    assert to_grams(Decimal(value), unit) == grams


@pytest.mark.parametrize(
    ("value", "unit", "millimetres"),
    [
        ("250", LengthUnit.MILLIMETRE, 250),
        ("30.5", LengthUnit.CENTIMETRE, 305),
        ("12", LengthUnit.INCH, 304),
        ("0.01", LengthUnit.INCH, 1),
    ],
)
def test_lengths(value: str, unit: LengthUnit, millimetres: int) -> None:
    assert to_millimetres(Decimal(value), unit) == millimetres


@given(st.integers(1, 15_000))
def test_a_pound_is_declared_as_a_pound(hundredths: int) -> None:
    """A little more would cost as much as the next pound."""
    pounds = Decimal(hundredths) / 100
    assert measures.pounds(to_grams(pounds, WeightUnit.POUND)) == pounds


@given(st.integers(1, 100))
def test_an_inch_never_grows(inches: int) -> None:
    declared = measures.inches(to_millimetres(Decimal(inches), LengthUnit.INCH), step=Decimal(1))
    assert declared == inches


@given(st.integers(1, 10_000))
def test_ounces_and_pounds_agree(pounds: int) -> None:
    whole = to_grams(Decimal(pounds), WeightUnit.POUND)
    assert to_grams(Decimal(pounds * 16), WeightUnit.OUNCE) == whole
