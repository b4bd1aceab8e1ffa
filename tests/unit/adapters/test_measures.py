"""Weights and lengths never come out smaller than they are."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orderloom.adapters.measures import centimetres, inches, kilograms, pounds


@pytest.mark.parametrize(
    ("grams", "expected"), [(453, "1.00"), (454, "1.01"), (1, "0.01"), (1000, "2.21")]
)
def test_pounds_are_rounded_up(grams: int, expected: str) -> None:
    assert pounds(grams) == Decimal(expected)


def test_other_units() -> None:
    assert kilograms(1234) == Decimal("1.234")
    assert kilograms(1201, step=Decimal("0.5")) == Decimal("1.5")
    assert centimetres(101) == Decimal(11)
    assert inches(254) == Decimal("10.00")


@given(st.integers(min_value=1, max_value=10**7))
def test_nothing_is_declared_lighter_or_shorter(amount: int) -> None:
    assert pounds(amount) * Decimal("453.59237") >= amount
    assert kilograms(amount) * 1000 >= amount
    assert centimetres(amount) * 10 >= amount
    assert inches(amount) * Decimal("25.4") >= amount
