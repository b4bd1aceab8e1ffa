"""Which stock counters serve an order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orderloom.domain.allocation import allocate
from orderloom.domain.catalogue import Allocation, ShardLevel
from orderloom.errors import OutOfStock


def levels(sku: str, *available: int) -> list[ShardLevel]:
    return [ShardLevel(sku=sku, shard=i, available=n) for i, n in enumerate(available)]


def test_the_home_shard_serves_what_it_can() -> None:
    taken = allocate({"A": 2}, levels("A", 5, 5, 5), home={"A": 1})
    assert taken == (Allocation(sku="A", shard=1, quantity=2),)


def test_another_shard_serves_whole_before_any_is_split() -> None:
    taken = allocate({"A": 4}, levels("A", 1, 3, 5), home={"A": 1})
    assert taken == (Allocation(sku="A", shard=2, quantity=4),)


def test_the_last_units_are_gathered_from_several() -> None:
    taken = allocate({"A": 6}, levels("A", 1, 3, 2), home={"A": 0})
    assert sum(allocation.quantity for allocation in taken) == 6
    assert {allocation.shard for allocation in taken} == {0, 1, 2}


def test_one_short_line_leaves_all_untaken() -> None:
    with pytest.raises(OutOfStock, match="B: 2 asked for, 1 left"):
        allocate({"A": 1, "B": 2}, levels("A", 9) + levels("B", 1, 0), home={})


@given(
    wanted=st.integers(1, 30),
    available=st.lists(st.integers(0, 10), min_size=1, max_size=6),
    home=st.integers(0, 5),
)
def test_never_more_than_there_is_and_never_less_than_asked(
    wanted: int, available: list[int], home: int
) -> None:
    if wanted > sum(available):
        with pytest.raises(OutOfStock):
            allocate({"A": wanted}, levels("A", *available), home={"A": home})
        return
    taken = allocate({"A": wanted}, levels("A", *available), home={"A": home})
    assert sum(allocation.quantity for allocation in taken) == wanted
    assert len({allocation.shard for allocation in taken}) == len(taken)
    assert all(0 < a.quantity <= available[a.shard] for a in taken)
