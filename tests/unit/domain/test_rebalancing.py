"""Spreading units evenly over counters."""

from hypothesis import given
from hypothesis import strategies as st
from orderloom.domain.catalogue import ShardLevel
from orderloom.domain.rebalancing import even_shares, transfers


def levels(*available: int) -> list[ShardLevel]:
    return [ShardLevel(sku="A", shard=i, available=n) for i, n in enumerate(available)]


def test_what_is_even_stays() -> None:
    assert transfers([]) == ()
    assert transfers(levels(3)) == ()
    assert transfers(levels(3, 4, 3)) == ()


def test_a_new_counter_is_filled_from_the_fullest() -> None:
    (moved,) = transfers(levels(2, 6, 0, 0))[:1]
    assert (moved.source, moved.target, moved.quantity) == (1, 3, 2)


@given(st.lists(st.integers(0, 50), max_size=8))
def test_nothing_is_lost_and_little_is_moved(available: list[int]) -> None:
    after = list(available)
    planned = transfers(levels(*available))
    for transfer in planned:
        assert transfer.quantity > 0
        after[transfer.source] -= transfer.quantity
        after[transfer.target] += transfer.quantity
        assert after[transfer.source] >= 0
    assert len(planned) < max(1, len(available))
    assert (
        sorted(after, reverse=True)
        == list(even_shares(sum(available), len(available) or 1))[: len(available)]
    )
    givers = {transfer.source for transfer in planned}
    assert not givers & {transfer.target for transfer in planned}
