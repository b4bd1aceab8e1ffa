"""Pricing what a merchant asks for from the merchant's catalogue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orderloom.domain.catalogue import Product
from orderloom.domain.ordered import Line
from orderloom.errors import InvalidRequest, UnknownSku, WrongCurrency

MAX_TOTAL = 99_999_999
"""Minor units; the largest amount Stripe charges."""


@dataclass(frozen=True)
class WantedLine:
    """Units of one SKU."""

    sku: str
    quantity: int


def refuse_repeated_skus(wanted: Sequence[WantedLine]) -> None:
    """Raises InvalidRequest: which of two lines is meant cannot be known."""
    seen: set[str] = set()
    for index, line in enumerate(wanted):
        if line.sku in seen:
            raise InvalidRequest(f"{line.sku} stands on an earlier line", field=_sku(index))
        seen.add(line.sku)


def priced(
    wanted: Sequence[WantedLine], products: Mapping[str, Product], currency: str
) -> tuple[Line, ...]:
    """The lines with name, price and weight as they are now.

    Raises:
        UnknownSku, WrongCurrency: naming the line.
    """
    return tuple(
        _priced(line, products.get(line.sku), currency, field=_sku(index))
        for index, line in enumerate(wanted)
    )


def total_of(lines: Sequence[Line]) -> int:
    """Minor units. Raises InvalidRequest outside of 1 to 99,999,999."""
    total = sum(line.quantity * line.unit_price for line in lines)
    if not 1 <= total <= MAX_TOTAL:
        message = f"the total is {total} minor units; it must be 1 to {MAX_TOTAL}"
        raise InvalidRequest(message, field="lines")
    return total


def _priced(wanted: WantedLine, product: Product | None, currency: str, *, field: str) -> Line:
    if product is None:
        raise UnknownSku(f"there is no product {wanted.sku}", field=field)
    if product.currency != currency:
        message = f"{wanted.sku} is sold in {product.currency}, the order is in {currency}"
        raise WrongCurrency(message, field=field)
    return Line(
        sku=product.sku,
        name=product.name,
        quantity=wanted.quantity,
        unit_price=product.price,
        unit_weight_grams=product.weight_grams,
    )


def _sku(index: int) -> str:
    return f"lines.{index}.sku"
