"""A product as merchants see it."""

from datetime import datetime
from typing import Self

from orderloom.http.outputs import Output
from orderloom.services.put_product import StockedProduct


class ProductOutput(Output):
    """`stock`: units that can be sold now."""

    sku: str
    name: str
    price: int
    currency: str
    weight_grams: int
    stock: int
    updated_at: datetime

    @classmethod
    def of(cls, stocked: StockedProduct) -> Self:
        product = stocked.product
        return cls(
            sku=product.sku,
            name=product.name,
            price=product.price,
            currency=product.currency,
            weight_grams=product.weight_grams,
            stock=stocked.stock,
            updated_at=product.updated_at,
        )
