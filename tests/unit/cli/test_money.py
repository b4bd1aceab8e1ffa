import pytest

from orderloom_cli.money import format_money


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (0, "EUR", "0.00 EUR"),
        (5, "usd", "0.05 USD"),
        (123456, "EUR", "1,234.56 EUR"),
        (123456, "JPY", "123,456 JPY"),
        (123456, "KWD", "123.456 KWD"),
        (-1450, "USD", "-14.50 USD"),
        # A float would say 90,071,992,547,409.94.
        (9007199254740993, "USD", "90,071,992,547,409.93 USD"),
        (7, "ZZZ", "7 minor units of ZZZ"),
    ],
)
def test_money_is_written_from_its_minor_units(amount: int, currency: str, text: str) -> None:
    assert format_money(amount, currency) == text
