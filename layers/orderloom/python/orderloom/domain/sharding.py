"""How many shards a hot thing is spread over: one rule, for the product and for `make simulate`.

Counts only grow. What is stored in a shard stays there, so a reader that knows the larger count
finds everything, and a writer that still has the smaller one does no harm.
"""

from dataclasses import dataclass, replace
from math import ceil

from orderloom.domain.catalogue import MAX_SHARDS


@dataclass(frozen=True)
class GrowthRule:
    """When a thing needs more shards.

    Attributes:
        first: shards it starts with.
        per_shard: operations a second, averaged over a minute, that one shard should serve.
        most: shards it never grows beyond.
    """

    first: int
    per_shard: float
    most: int

    def with_per_shard(self, per_shard: float) -> "GrowthRule":
        return replace(self, per_shard=per_shard)

    def by_rate(self, per_second: float) -> int:
        """Shards for so many operations a second."""
        return max(self.first, min(ceil(per_second / self.per_shard), self.most))

    def by_contention(self, present: int) -> int:
        """Shards when writers of the `present` ones had to give up: twice as many."""
        return max(present, min(2 * present, self.most))


ORDER_LIST = GrowthRule(first=4, per_shard=400, most=64)
"""Placed orders of a tenant. An entry is one write unit of the 1,000 a partition takes; the rest
is headroom for peaks within the minute. Every page reads every shard, hence the bound."""

STOCK = GrowthRule(first=4, per_shard=50, most=MAX_SHARDS)
"""Reservations of a SKU. Two write units each, so 500 would fit; but reservations from one
counter are transactions that cancel each other when they overlap, and one takes some 10 ms.
The bound: setting a product writes all its counters in one transaction of at most 100 items."""
