"""Products and the stock behind them."""

from datetime import datetime

from orderloom.domain.model import DomainModel


class Product(DomainModel):
    """What a tenant sells.

    Attributes:
        price: minor units of `currency` for one unit.
        weight_grams: weight of one unit, packed.
        shards: how many stock counters the SKU has; it may grow, never shrink.
    """

    sku: str
    name: str
    price: int
    currency: str
    weight_grams: int
    shards: int
    version: int
    updated_at: datetime


class ShardLevel(DomainModel):
    """Units one stock counter can still promise."""

    sku: str
    shard: int
    available: int


class Allocation(DomainModel):
    """Units of a SKU taken from one stock counter for one order."""

    sku: str
    shard: int
    quantity: int
