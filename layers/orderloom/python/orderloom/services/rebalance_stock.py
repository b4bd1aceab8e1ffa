"""Spreading a SKU's units evenly over its counters, while they are being sold."""

from collections.abc import Sequence
from dataclasses import dataclass

from orderloom.domain.catalogue import ShardLevel, Transfer
from orderloom.domain.rebalancing import transfers
from orderloom.errors import VersionConflict
from orderloom.ports.catalogue import CatalogueRepository

_MOST_ROUNDS = 4


@dataclass(frozen=True)
class Rebalanced:
    """What was done.

    Attributes:
        levels: the counters as they were seen last. moved: units moved.
        even: whether the counters were even then; sales under way make them uneven again.
    """

    levels: tuple[ShardLevel, ...]
    moved: int
    even: bool


class RebalanceStock:
    """Of one tenant. Every move is a transaction, so no moment has a unit more or less."""

    def __init__(self, *, catalogue: CatalogueRepository) -> None:
        self._catalogue = catalogue

    def __call__(self, sku: str) -> Rebalanced:
        """As even as a few rounds make it. Raises NotFound."""
        shards = {sku: self._catalogue.product(sku).shards}
        moved = 0
        levels = tuple(self._catalogue.levels(shards))
        for _ in range(_MOST_ROUNDS):
            planned = transfers(levels)
            if not planned:
                break
            moved += self._carried_out(planned)
            levels = tuple(self._catalogue.levels(shards))
        return Rebalanced(levels, moved, even=not transfers(levels))

    def _carried_out(self, planned: Sequence[Transfer]) -> int:
        """Units moved. What is refused was sold meanwhile, and is planned anew."""
        moved = 0
        for transfer in planned:
            try:
                self._catalogue.transfer(transfer)
            except VersionConflict:
                continue
            moved += transfer.quantity
        return moved
