"""Who places orders, and of what: a million tenants, very unequal."""

from bisect import bisect
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import NamedTuple

LARGEST = 0
"""The rank of the tenant that has a share of its own; Zipf's law orders the others."""


@dataclass(frozen=True, kw_only=True)
class Traffic:
    """What the table has to bear, all of it at once.

    Attributes:
        seconds: how many of them are measured.
        largest_share: of all orders, those of one tenant.
        flash_share: of that tenant's orders, those of one SKU on sale.
        refused_per_sale: attempts to buy that SKU refused for each that is taken.
        skus: products of every tenant.
    The rest counts API calls for each order.
    """

    tenants: int = 1_000_000
    orders_per_second: int = 10_000
    seconds: int = 10
    seed: int = 1
    zipf_exponent: float = 1.0
    largest_share: float = 0.3
    flash_share: float = 1.0
    refused_per_sale: float = 2.0
    skus: int = 20
    order_views: float = 2.0
    timeline_views: float = 0.1
    product_views: float = 0.1
    list_pages: float = 0.2
    page_size: int = 25
    tasks: float = 0.01

    @property
    def flash_orders_per_second(self) -> float:
        return self.orders_per_second * self.largest_share * self.flash_share

    @property
    def refused_share(self) -> float:
        """Refused attempts for each order taken, over all tenants."""
        return self.largest_share * self.flash_share * self.refused_per_sale

    @property
    def api_calls(self) -> float:
        """For each order, its placing included."""
        views = self.order_views + self.timeline_views + self.product_views
        return 1 + self.refused_share + views + self.list_pages


class Sale(NamedTuple):
    """What one order is of."""

    tenant_id: str
    sku: str


class Market:
    """Draws the next order's tenant and SKU, always the same ones for the same seed."""

    def __init__(self, traffic: Traffic, random: Random) -> None:
        self._traffic = traffic
        self._random = random
        weights = (rank**-traffic.zipf_exponent for rank in range(1, traffic.tenants))
        self._cumulative = list(accumulate(weights))

    def sale(self) -> Sale:
        rank = self._rank()
        on_sale = rank == LARGEST and self._random.random() < self._traffic.flash_share
        number = 0 if on_sale else self._random.randrange(1, self._traffic.skus)
        return Sale(tenant_id(rank), sku(number))

    def _rank(self) -> int:
        if self._random.random() < self._traffic.largest_share:
            return LARGEST
        point = self._random.random() * self._cumulative[-1]
        return min(bisect(self._cumulative, point) + 1, self._traffic.tenants - 1)


def tenant_id(rank: int) -> str:
    return f"shop-{rank:07}"


def sku(number: int) -> str:
    """Number 0 of the largest tenant is the one on sale."""
    return f"SKU-{number:04}"
