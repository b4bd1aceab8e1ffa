"""Looks at stock counters that may be believed.

Counters are read one by one. While units move between them (a rebalance, a product's stock set
anew) a look may see neither side, and call a SKU sold out that is not: a lost sale. So enough
units are believed at once, too few only when two looks agree that nothing moved between them.
"""

from collections.abc import Mapping, Sequence

from orderloom.domain.allocation import can_serve
from orderloom.domain.catalogue import ShardLevel
from orderloom.errors import VersionConflict
from orderloom.keys import shard_of
from orderloom.ports.catalogue import CatalogueRepository

MOST_LOOKS = 6


def look_for(
    catalogue: CatalogueRepository, wanted: Mapping[str, int], shards: Mapping[str, int]
) -> Sequence[ShardLevel]:
    """Counters that can serve `wanted`, or that show that nothing could at one moment.

    Args:
        wanted: units by SKU. shards: counters of each; a SKU that got more is looked up.

    Raises:
        VersionConflict: units were moved between each look and the next.
    """
    earlier: Mapping[tuple[str, int], int] | None = None
    for _ in range(MOST_LOOKS):
        levels = catalogue.levels(shards)
        if can_serve(wanted, levels):
            return levels
        moves = {(level.sku, level.shard): level.moves for level in levels}
        if moves == earlier:
            return levels
        earlier, shards = moves, _shards_now(catalogue, shards)
    raise VersionConflict("units keep moving between the counters")


def look_home_first(
    catalogue: CatalogueRepository,
    wanted: Mapping[str, int],
    shards: Mapping[str, int],
    identifier: str,
) -> tuple[Sequence[ShardLevel], Mapping[str, int]]:
    """The counters to serve `identifier` from, and the home shard of each SKU.

    Nearly always one counter of each SKU is read; all of them only where one has too little.
    """
    home = {sku: shard_of(identifier, count) for sku, count in shards.items()}
    nearest = catalogue.counters(list(home.items()))
    found = {level.sku: level for level in nearest if level.available >= wanted[level.sku]}
    short = {sku: count for sku, count in shards.items() if sku not in found}
    if not short:
        return nearest, home
    others = look_for(catalogue, {sku: wanted[sku] for sku in short}, short)
    return (*found.values(), *others), home


def _shards_now(catalogue: CatalogueRepository, shards: Mapping[str, int]) -> dict[str, int]:
    """Counters of the SKUs today: they only ever get more."""
    # One by one: `products` may be some seconds old.
    return {sku: max(count, catalogue.product(sku).shards) for sku, count in shards.items()}
