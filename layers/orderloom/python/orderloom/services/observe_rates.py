"""From committed events to rates, and from rates to more shards."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from orderloom.domain.reactions import GrowOrderList, GrowStock, Growth
from orderloom.domain.sharding import ORDER_LIST, STOCK, GrowthRule
from orderloom.domain.transition import EventType, OrderEvent
from orderloom.ports.rates import RateCounters

SAMPLE = 64
"""One event in so many is counted, with that weight. A tenant with 30,000 orders a second so
writes its counter about 500 times a second at most, and an order costs 1/32 of a write unit."""

_MINUTE_SECONDS = 60


@dataclass(frozen=True)
class _Counted:
    """What is counted together: a tenant's orders, or those of one SKU, in one minute."""

    tenant_id: str
    minute: datetime
    sku: str | None = None


class ObserveRates:
    """`random_below(n)` gives 0 to n - 1, each as likely."""

    def __init__(
        self,
        *,
        rates_for: Callable[[str], RateCounters],
        random_below: Callable[[int], int],
        sample: int = SAMPLE,
        order_list: GrowthRule = ORDER_LIST,
        stock: GrowthRule = STOCK,
    ) -> None:
        self._rates_for = rates_for
        self._random_below = random_below
        self._sample = sample
        self._order_list = order_list
        self._stock = stock

    def __call__(self, events: Iterable[OrderEvent]) -> Sequence[Growth]:
        """Growth that the rates call for, once when they first do so in a minute.

        Minutes are those of the events: a backlog worked off is no rush. Raises TransientError.
        """
        counted = Counter(
            thing
            for event in events
            for thing in _counted(event)
            if self._random_below(self._sample) == 0
        )
        found = (self._observed(thing, times) for thing, times in counted.items())
        return [growth for growth in found if growth is not None]

    def _observed(self, thing: _Counted, times: int) -> Growth | None:
        added = times * self._sample
        if thing.sku is None:
            return self._observed_orders(thing, added)
        return self._observed_reservations(thing, thing.sku, added)

    def _observed_orders(self, thing: _Counted, added: int) -> Growth | None:
        total = self._rates_for(thing.tenant_id).add_orders(thing.minute, added)
        shards = _newly_called_for(self._order_list, total, added)
        if shards is None:
            return None
        return GrowOrderList(tenant_id=thing.tenant_id, shards=shards)

    def _observed_reservations(self, thing: _Counted, sku: str, added: int) -> Growth | None:
        total = self._rates_for(thing.tenant_id).add_reservations(sku, thing.minute, added)
        shards = _newly_called_for(self._stock, total, added)
        if shards is None:
            return None
        return GrowStock(tenant_id=thing.tenant_id, sku=sku, shards=shards)


def _counted(event: OrderEvent) -> Iterator[_Counted]:
    minute = event.recorded_at.replace(second=0, microsecond=0)
    if event.type is EventType.ORDER_PLACED:
        yield _Counted(event.tenant_id, minute)
    if event.type is EventType.STOCK_RESERVED:
        for sku in {taken["sku"]: None for taken in event.data["allocations"]}:
            yield _Counted(event.tenant_id, minute, sku)


def _newly_called_for(rule: GrowthRule, total: int, added: int) -> int | None:
    """None unless the last `added` made the difference: others have told of what was before."""
    shards = rule.by_rate(total / _MINUTE_SECONDS)
    return shards if shards > rule.by_rate((total - added) / _MINUTE_SECONDS) else None
