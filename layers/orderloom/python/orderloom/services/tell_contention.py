"""Noting that writers had to give up, so that what they wanted gets more shards."""

from collections.abc import Iterator
from contextlib import contextmanager

from orderloom.errors import Contended
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.ports.rates import RateCounters
from orderloom.ports.tenants import TenantDirectory


class TellContention:
    """Made for one tenant. The error goes on: whoever is told `Contended` tries again later.

    The note is a commit like any other; the relay reacts to it.
    """

    def __init__(self, *, rates: RateCounters, clock: Clock) -> None:
        self._rates = rates
        self._clock = clock

    @contextmanager
    def over_stock(self, orders: OrderRepository, order_id: str) -> Iterator[None]:
        """Around reserving: all the order's SKUs share the blame, as nobody says which it was."""
        try:
            yield
        except Contended:
            for sku, shards in orders.placed(order_id).shards.items():
                self._rates.stock_contended(sku, self._clock.now(), shards)
            raise

    @contextmanager
    def over_order_list(self, tenants: TenantDirectory) -> Iterator[None]:
        """Around placing: an order's own items are nobody else's, so it is the list's index."""
        try:
            yield
        except Contended:
            shards = tenants.tenant(self._rates.tenant_id).order_list_shards
            self._rates.order_list_contended(self._clock.now(), shards)
            raise
