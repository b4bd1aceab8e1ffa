"""Products and the stock behind them."""

from datetime import datetime

from orderloom.domain.model import DomainModel

MAX_SHARDS = 64
"""A product and all its counters are set in one transaction, which holds 100 items."""


class Product(DomainModel):
    """What a tenant sells.

    Attributes:
        price: minor units of `currency` for one unit.
        weight_grams: weight of one unit, packed.
        shards: how many stock counters the SKU has; it may grow, never shrink.
        received: units ever put in stock, less those ever taken out again other than by
            orders. What can be sold, what orders hold and what was shipped add up to it.
    """

    sku: str
    name: str
    price: int
    currency: str
    weight_grams: int
    shards: int
    version: int
    updated_at: datetime
    received: int = 0


class ShardLevel(DomainModel):
    """Units one stock counter can still promise.

    Attributes:
        moves: how often units came from, or went to, another counter of the SKU. Orders
            leave it alone, so it costs a sale nothing; two looks with equal moves saw all
            units in one place (`services/stock_look.py`).
    """

    sku: str
    shard: int
    available: int
    moves: int = 0


class Allocation(DomainModel):
    """Units of a SKU taken from one stock counter for one order."""

    sku: str
    shard: int
    quantity: int


class Transfer(DomainModel):
    """Units of a SKU to move from one of its counters to another."""

    sku: str
    source: int
    target: int
    quantity: int
