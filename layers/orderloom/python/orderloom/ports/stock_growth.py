"""Giving a SKU more stock counters."""

from typing import Protocol


class StockGrowth(Protocol):
    """Made for one tenant."""

    def __call__(self, sku: str, shards: int) -> object:
        """Have at least `shards` counters, the units spread over them; safe to repeat."""
