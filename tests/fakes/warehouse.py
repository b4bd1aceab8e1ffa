"""One tenant's stock counters, which its orders and its catalogue both write."""

from collections import Counter
from threading import RLock

from orderloom.domain.catalogue import ShardLevel, Transfer
from orderloom.errors import CorruptRecord, VersionConflict
from orderloom.ports.orders import StockMove


class Warehouse:
    """Whoever holds `lock` is in a transaction."""

    def __init__(self) -> None:
        self.lock = RLock()
        self.units: dict[tuple[str, int], int] = {}
        self.moves: Counter[tuple[str, int]] = Counter()

    def level(self, counter: tuple[str, int]) -> ShardLevel:
        sku, shard = counter
        units, moves = self.units[counter], self.moves[counter]
        return ShardLevel(sku=sku, shard=shard, available=units, moves=moves)

    def transfer(self, transfer: Transfer) -> None:
        source, target = (transfer.sku, transfer.source), (transfer.sku, transfer.target)
        if self.units.get(source, 0) < transfer.quantity or target not in self.units:
            raise VersionConflict(f"{transfer.sku}: counter {transfer.source} fell")
        self.units[source] -= transfer.quantity
        self.units[target] += transfer.quantity
        self.moves.update([source, target])

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
