"""Money for people: from integer minor units, never through a float."""

from orderloom.domain.currency import EXPONENTS


def format_money(amount: int, currency: str) -> str:
    """`123456, "EUR"` is `1,234.56 EUR`; `123456, "JPY"` is `123,456 JPY`."""
    code = currency.upper()
    exponent = EXPONENTS.get(code)
    if exponent is None:
        return f"{amount:,} minor units of {code}"
    sign = "-" if amount < 0 else ""
    whole, part = divmod(abs(amount), 10**exponent)
    decimals = f".{part:0{exponent}d}" if exponent else ""
    return f"{sign}{whole:,}{decimals} {code}"
