"""Everybody else in a sale: shoppers pay as soon as they can, the carrier moves their parcels."""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from tests.e2e.world import Merchant, World
from tests.load.records import head

SCANS = ("in_transit", "out_for_delivery", "available_for_pickup", "delivered")
_AT_ONCE = 4


class Street:
    """Called every few seconds, takes each order one step further.

    `scans` are the tracking events made, by order; `ended` the orders that need nobody any more.
    """

    def __init__(
        self, world: World, merchant: Merchant, placed: Callable[[], Iterable[str]]
    ) -> None:
        self._world, self._merchant, self._placed = world, merchant, placed
        self._paid: set[str] = set()
        self.scans: defaultdict[str, list[str]] = defaultdict(list)
        self.ended: dict[str, str] = {}

    def __call__(self) -> None:
        waiting = set(self._placed()) - self.ended.keys()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            deque(pool.map(self._further, waiting), maxlen=0)

    def all_ended(self) -> bool:
        self()
        return set(self._placed()) <= self.ended.keys()

    def _further(self, order_id: str) -> None:
        found = head(self._world, self._merchant.tenant_id, order_id)
        if found is None:
            return
        intent = found["payment"]["M"].get("intent_id", {}).get("S")
        parcel = found.get("fulfilment", {}).get("M", {})
        number = parcel.get("tracking_number", {}).get("S")
        made = self.scans[order_id]
        if "attention" in found:
            self.ended[order_id] = "task"
        elif parcel.get("state", {}).get("S") == SCANS[-1]:
            self.ended[order_id] = SCANS[-1]
        elif number and len(made) < len(SCANS):
            made.append(self._world.simulator.advance_parcel(number, SCANS[len(made)]))
        elif intent and order_id not in self._paid:
            self._paid.add(order_id)
            self._world.confirm(self._merchant, intent)
