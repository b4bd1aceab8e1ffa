"""One tenant's stock counters, which its orders and its catalogue both write."""

from threading import RLock

from orderloom.errors import CorruptRecord, VersionConflict
from orderloom.ports.orders import StockMove


class Warehouse:
    """Whoever holds `lock` is in a transaction."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.units: dict[tuple[str, int], int] = {}

    def check(self, move: StockMove) -> None:
        for allocation in move.allocations:
            counter = (allocation.sku, allocation.shard)
            if move.direction < 0 and self.units.get(counter, 0) < allocation.quantity:
                raise VersionConflict(f"{allocation.sku}: counter {allocation.shard} fell")
            if counter not in self.units:
                raise CorruptRecord(f"{allocation.sku}#{allocation.shard}", "available")

    def move(self, move: StockMove) -> None:
        for allocation in move.allocations:
            counter = (allocation.sku, allocation.shard)
            self.units[counter] += move.direction * allocation.quantity
