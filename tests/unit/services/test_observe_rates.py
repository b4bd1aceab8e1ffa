"""Rates are sampled, counted by the minute of the event, and call for shards once."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from orderloom.domain.reactions import GrowOrderList, GrowStock, Growth
from orderloom.domain.sharding import GrowthRule
from orderloom.domain.transition import EventType, OrderEvent
from orderloom.errors import TransientError
from orderloom.services.observe_rates import ObserveRates

from tests.builders.orders import an_order
from tests.builders.transitions import a_transition
from tests.fakes.clock import MOMENT
from tests.fakes.rates import FakeRates

RULE = GrowthRule(first=2, per_shard=1, most=5)
"""A shard for every 60 a minute."""


def observing(
    rates: FakeRates, sample: int = 1, random_below: Callable[[int], int] = lambda _: 0
) -> ObserveRates:
    return ObserveRates(
        rates_for=lambda _: rates,
        random_below=random_below,
        sample=sample,
        order_list=RULE,
        stock=RULE,
    )


def placed(number: int) -> list[OrderEvent]:
    return [a_transition(an_order(), EventType.ORDER_PLACED).event] * number


def reserved(number: int, *skus: str) -> list[OrderEvent]:
    data = {"allocations": [{"sku": sku, "shard": 0, "quantity": 1} for sku in skus]}
    return [a_transition(an_order(), data=data).event] * number


def growth_of(observe: ObserveRates, *batches: list[OrderEvent]) -> list[Growth]:
    return [growth for batch in batches for growth in observe(batch)]


def test_growth_is_called_for_when_a_minutes_orders_need_it_and_only_then() -> None:
    observe = observing(FakeRates())
    assert growth_of(observe, placed(60), placed(60)) == []
    assert growth_of(observe, placed(1)) == [GrowOrderList(tenant_id="acme", shards=3)]
    assert growth_of(observe, placed(1), placed(58)) == []
    assert growth_of(observe, placed(1)) == [GrowOrderList(tenant_id="acme", shards=4)]


def test_one_batch_may_call_for_several_shards_and_never_beyond_the_bound() -> None:
    observe = observing(FakeRates())
    assert growth_of(observe, placed(5000)) == [GrowOrderList(tenant_id="acme", shards=5)]
    assert growth_of(observe, placed(5000)) == []


def test_a_skus_reservations_are_counted_once_an_order() -> None:
    rates = FakeRates()
    observe = observing(rates)
    assert growth_of(observe, reserved(121, "MUG-1", "MUG-1", "CUP-1")[:120]) == []
    found = growth_of(observe, reserved(1, "MUG-1"))
    assert found == [GrowStock(tenant_id="acme", sku="MUG-1", shards=3)]
    assert sorted(rates.counted.values()) == [120, 121]


def test_minutes_are_those_of_the_events() -> None:
    later = [
        event.model_copy(update={"recorded_at": MOMENT + timedelta(minutes=1)})
        for event in placed(100)
    ]
    rates = FakeRates()
    assert growth_of(observing(rates), placed(100) + later) == []
    assert list(rates.counted.values()) == [100, 100]


def test_a_sample_stands_for_all() -> None:
    rates = FakeRates()
    observe = observing(rates, sample=16, random_below=Random(1).randrange)
    observe(placed(16_000))
    (counted,) = rates.counted.values()
    assert counted % 16 == 0
    assert 14_000 < counted < 18_000


def test_what_is_not_in_the_sample_costs_nothing() -> None:
    rates = FakeRates()
    rates.faults.before("add", TransientError("must not be asked"))
    observe = observing(rates, sample=16, random_below=lambda _: 1)
    assert observe(placed(3) + reserved(3, "MUG-1")) == []


def test_other_events_are_no_rate() -> None:
    rates = FakeRates()
    captured = a_transition(an_order(), EventType.PAYMENT_CAPTURED).event
    assert observing(rates)([captured]) == []
    assert rates.counted == {}


def test_a_counter_that_cannot_be_had_is_told_of() -> None:
    rates = FakeRates()
    rates.faults.before("add", TransientError("not now"))
    with pytest.raises(TransientError):
        observing(rates)(placed(1))
