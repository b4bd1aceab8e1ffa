"""Shard counts follow the load, upwards only and within bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orderloom.domain.sharding import ORDER_LIST, STOCK, GrowthRule

RULE = GrowthRule(first=2, per_shard=100, most=8)


@pytest.mark.parametrize(
    ("per_second", "shards"),
    [(0, 2), (200, 2), (200.1, 3), (300, 3), (750, 8), (800, 8), (80_000, 8)],
)
def test_a_shard_for_each_hundred_a_second(per_second: float, shards: int) -> None:
    assert RULE.by_rate(per_second) == shards


@pytest.mark.parametrize(("present", "shards"), [(2, 4), (3, 6), (5, 8), (8, 8), (20, 20)])
def test_contention_doubles_and_never_shrinks(present: int, shards: int) -> None:
    assert RULE.by_contention(present) == shards


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_more_load_never_means_fewer_shards(one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert RULE.first <= RULE.by_rate(less) <= RULE.by_rate(more) <= RULE.most


def test_a_shard_at_its_rate_stays_well_below_what_a_partition_serves() -> None:
    """1,000 write units a second: one for a list's entry, two for a reservation."""
    assert ORDER_LIST.per_shard <= 500
    assert 2 * STOCK.per_shard <= 500


def test_a_product_with_all_its_counters_fits_one_transaction() -> None:
    assert STOCK.most + 1 <= 100
