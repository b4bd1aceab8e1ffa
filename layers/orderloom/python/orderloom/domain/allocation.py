"""Which stock counters serve an order: all lines or none."""

from collections.abc import Iterable, Mapping

from orderloom.domain.catalogue import Allocation, ShardLevel
from orderloom.errors import OutOfStock


def units_left(skus: Iterable[str], levels: Iterable[ShardLevel]) -> dict[str, int]:
    """Units of each of `skus` over all its counters."""
    left = dict.fromkeys(skus, 0)
    for level in levels:
        left[level.sku] += level.available
    return left


def can_serve(wanted: Mapping[str, int], levels: Iterable[ShardLevel]) -> bool:
    """Whether there are enough units of every SKU in `wanted`."""
    left = units_left(wanted, levels)
    return all(left[sku] >= quantity for sku, quantity in wanted.items())


def allocate(
    wanted: Mapping[str, int], levels: Iterable[ShardLevel], *, home: Mapping[str, int]
) -> tuple[Allocation, ...]:
    """Take `wanted` units of each SKU, from its home shard where that one can serve all.

    A SKU that no single shard can serve is gathered from several, fullest first, so that
    the last units of a SKU spread over its shards can still be sold.

    Args:
        wanted: units by SKU. levels: what each shard has. home: preferred shard by SKU.

    Raises:
        OutOfStock: a SKU has fewer units in all than wanted; nothing is allocated.
    """
    by_sku: dict[str, list[ShardLevel]] = {sku: [] for sku in wanted}
    for level in levels:
        by_sku[level.sku].append(level)
    taken: list[Allocation] = []
    for sku, quantity in sorted(wanted.items()):
        taken.extend(_take(sku, quantity, by_sku[sku], home.get(sku, 0)))
    return tuple(taken)


def _take(sku: str, quantity: int, levels: list[ShardLevel], home: int) -> list[Allocation]:
    total = sum(level.available for level in levels)
    if total < quantity:
        raise OutOfStock(f"{sku}: {quantity} asked for, {total} left")

    def preference(level: ShardLevel) -> tuple[bool, bool, int, int]:
        serves_all = level.available >= quantity
        return (not serves_all, level.shard != home, -level.available, level.shard)

    taken = []
    for level in sorted(levels, key=preference):
        units = min(quantity, level.available)
        if units > 0:
            taken.append(Allocation(sku=sku, shard=level.shard, quantity=units))
            quantity -= units
        if quantity == 0:
            break
    return taken
