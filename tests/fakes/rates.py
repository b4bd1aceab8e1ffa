"""One tenant's rates in memory."""

from collections import Counter
from datetime import datetime

from orderloom.ports.rates import RateCounters

from tests.fakes.faults import Faults


class FakeRates(RateCounters):
    """`contended` are the SKUs given up on (None: the order list) with their shards."""

    def __init__(self, tenant_id: str = "acme") -> None:
        self.tenant_id = tenant_id
        self.faults = Faults()
        self.counted: Counter[tuple[str | None, str]] = Counter()
        self.contended: dict[str | None, int] = {}

    def add_orders(self, at: datetime, count: int) -> int:
        return self._add(None, at, count)

    def add_reservations(self, sku: str, at: datetime, count: int) -> int:
        return self._add(sku, at, count)

    def order_list_contended(self, at: datetime, shards: int) -> None:  # noqa: ARG002 - kept for ever
        self.contended.setdefault(None, shards)

    def stock_contended(self, sku: str, at: datetime, shards: int) -> None:  # noqa: ARG002 - as above
        self.contended.setdefault(sku, shards)

    def _add(self, sku: str | None, at: datetime, count: int) -> int:
        with self.faults.around("add"):
            minute = (sku, f"{at:%Y-%m-%dT%H:%M}")
            self.counted[minute] += count
            return self.counted[minute]
