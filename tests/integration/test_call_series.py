"""Turns taken several at once: one write for a series of calls, and the limit holds as before."""

import random

import pytest
from orderloom.adapters.dynamodb.call_budget import DynamoCallBudget
from orderloom.ports.call_budget import CallLimit

from tests.integration.wire import recorded
from tests.integration.worlds import DynamoWorld

TWO_HUNDRED_A_MINUTE = CallLimit(200, 60)
HUNDRED_IN_TEN = CallLimit(100, 10)
TEN_A_SECOND = CallLimit(10, 1)


def budget(world: DynamoWorld) -> DynamoCallBudget:
    return DynamoCallBudget(
        world.table,
        world.tenant_id,
        world.clock,
        sleep=lambda seconds: world.clock.advance(seconds=seconds),
    )


def spent(
    shared: DynamoCallBudget, times: int, limit: CallLimit = TWO_HUNDRED_A_MINUTE
) -> list[str]:
    with recorded() as requests:
        for _ in range(times):
            shared.spend("shipstation", limit)
    return [operation for operation, _ in requests]


def test_a_series_of_calls_is_one_look_and_one_write(dynamodb: DynamoWorld) -> None:
    assert spent(budget(dynamodb), 3) == ["GetItem", "UpdateItem"]
    dynamodb.clock.advance(seconds=4)
    assert spent(budget(dynamodb), 3) == ["GetItem", "UpdateItem"]
    dynamodb.clock.advance(hours=1)
    assert spent(budget(dynamodb), 3) == ["GetItem", "UpdateItem"]


def test_in_a_rush_everybody_takes_one_at_a_time(dynamodb: DynamoWorld) -> None:
    """Half of what a pause left is taken in threes, the rest singly, and then it is waited for."""
    began = dynamodb.clock.now()
    functions = [budget(dynamodb) for _ in range(8)]
    first = [spent(function, 1) for function in functions]
    assert first == [["GetItem", "UpdateItem"]] * 8
    assert dynamodb.clock.now() == began
    assert spent(functions[0], 2) == []
    assert spent(functions[7], 1) == ["UpdateItem"]


def test_a_turn_that_was_kept_for_too_long_is_not_used(dynamodb: DynamoWorld) -> None:
    shared = budget(dynamodb)
    spent(shared, 1)
    dynamodb.clock.advance(seconds=1)
    assert spent(shared, 1) == []
    dynamodb.clock.advance(seconds=6)
    assert "UpdateItem" in spent(shared, 1)


def test_a_tight_limit_has_no_series(dynamodb: DynamoWorld) -> None:
    assert spent(budget(dynamodb), 3, TEN_A_SECOND).count("UpdateItem") == 3


@pytest.mark.parametrize("seed", range(4))
def test_no_window_holds_more_than_the_limit_however_turns_are_kept(
    dynamodb: DynamoWorld, seed: int
) -> None:
    chance = random.Random(seed)
    functions = [budget(dynamodb) for _ in range(6)]
    start, made = dynamodb.clock.now(), []
    for _ in range(300):
        if chance.random() < 0.1:
            dynamodb.clock.advance(seconds=chance.choice((0.05, 0.3, 0.7, 2)))
        chance.choice(functions).spend("shipstation", HUNDRED_IN_TEN)
        made.append((dynamodb.clock.now() - start).total_seconds())
    busiest = max(sum(first <= call < first + 10 for call in made) for first in made)
    assert 60 <= busiest <= 100
