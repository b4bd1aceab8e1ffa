"""Counting what a tenant's partitions have to bear, minute by minute."""

from abc import ABC, abstractmethod
from datetime import datetime


class RateCounters(ABC):
    """Made for one tenant. `at` is any moment of the minute meant; counts are kept for an hour.

    What is counted twice stays counted twice: rates decide about shards, not about money.
    """

    tenant_id: str

    @abstractmethod
    def add_orders(self, at: datetime, count: int) -> int:
        """Orders placed in that minute, by all counts so far, these included."""

    @abstractmethod
    def add_reservations(self, sku: str, at: datetime, count: int) -> int:
        """Likewise the orders that took units of a SKU."""

    @abstractmethod
    def order_list_contended(self, at: datetime, shards: int) -> None:
        """Writers of the order list gave up while it had `shards`; once a minute is enough."""

    @abstractmethod
    def stock_contended(self, sku: str, at: datetime, shards: int) -> None:
        """Who reserved a SKU gave up while it had `shards` counters."""
