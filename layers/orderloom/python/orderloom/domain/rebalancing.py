"""Spreading the units of a SKU evenly over its counters."""

from collections.abc import Iterator, Sequence

from orderloom.domain.catalogue import ShardLevel, Transfer


def even_shares(units: int, shards: int) -> tuple[int, ...]:
    """`units` over `shards` counters; the first take what does not divide."""
    each, over = divmod(units, shards)
    return tuple(each + (shard < over) for shard in range(shards))


def transfers(levels: Sequence[ShardLevel]) -> tuple[Transfer, ...]:
    """What to move between the counters of one SKU so that they differ by one unit at most.

    A counter gives or takes, never both, and the fullest keep what does not divide.
    """
    fullest_first = sorted(levels, key=lambda level: (-level.available, level.shard))
    shares = even_shares(sum(level.available for level in levels), len(levels)) if levels else ()
    return tuple(_matched(fullest_first, shares))


def _matched(fullest_first: Sequence[ShardLevel], shares: Sequence[int]) -> Iterator[Transfer]:
    over = [level.available - share for level, share in zip(fullest_first, shares, strict=True)]
    giver, taker = 0, len(over) - 1
    while giver < taker:
        quantity = min(over[giver], -over[taker])
        if quantity > 0:
            yield Transfer(
                sku=fullest_first[giver].sku,
                source=fullest_first[giver].shard,
                target=fullest_first[taker].shard,
                quantity=quantity,
            )
            over[giver] -= quantity
            over[taker] += quantity
        if over[giver] <= 0:
            giver += 1
        if over[taker] >= 0:
            taker -= 1
