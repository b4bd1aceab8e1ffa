"""Decimal amounts become whole minor units without ever being a float."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orderloom.adapters.money import to_major_units, to_minor_units
from orderloom.domain.currency import EXPONENTS


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        (Decimal("9.05"), "USD", 905),
        (Decimal("1.1"), "EUR", 110),
        (7, "USD", 700),
        ("0.29", "USD", 29),
        (Decimal(500), "JPY", 500),
        (Decimal("1.234"), "KWD", 1234),
        (Decimal("0.005"), "USD", 1),
        (Decimal("0.0049"), "USD", 0),
        (Decimal("1E+3"), "USD", 100_000),
        (0, "USD", 0),
    ],
)
def test_amounts_follow_the_currencys_exponent(
    amount: Decimal | int | str, currency: str, minor: int
) -> None:
    assert to_minor_units(amount, currency) == minor


@pytest.mark.parametrize(
    "amount", [9.05, True, None, "x", "", Decimal("NaN"), Decimal("Infinity"), -1, Decimal("1E+40")]
)
def test_what_is_no_amount_is_refused(amount: object) -> None:
    with pytest.raises(ValueError, match="amount"):
        to_minor_units(amount, "USD")  # type: ignore[arg-type]


@given(minor=st.integers(0, 10**15), currency=st.sampled_from(["USD", "JPY", "KWD"]))
def test_whole_minor_units_survive(minor: int, currency: str) -> None:
    written = Decimal(minor).scaleb(-EXPONENTS[currency])
    assert to_minor_units(written, currency) == minor


@given(st.integers(0, 10**12), st.sampled_from(["USD", "JPY", "KWD", "XXX"]))
def test_major_units_are_the_same_amount(amount: int, currency: str) -> None:
    assert to_minor_units(to_major_units(amount, currency), currency) == amount


def test_major_units_have_all_decimals_of_their_currency() -> None:
    told = [str(to_major_units(1500, currency)) for currency in ("USD", "JPY", "KWD")]
    assert told == ["15.00", "1500", "1.500"]
