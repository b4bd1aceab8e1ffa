"""An account's limit holds over all functions, and is used."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from orderloom.adapters.dynamodb.call_budget import DynamoCallBudget
from orderloom.adapters.system_clock import SystemClock
from orderloom.domain.shipping import ShippingPolicy
from orderloom.errors import OutOfTurns
from orderloom.ports.call_budget import CallLimit

from tests.integration.worlds import DynamoWorld

FUNCTIONS = 40
CALLS_EACH = 2
TEN_A_SECOND = CallLimit(10, 1)
THOUSAND_AN_HOUR = CallLimit(1000, 3600)


def budget(world: DynamoWorld, waits: list[float]) -> DynamoCallBudget:
    return DynamoCallBudget(world.table, world.tenant_id, world.clock, sleep=waits.append)


@pytest.mark.alone
def test_forty_functions_stay_within_ten_a_second_and_use_them(dynamodb: DynamoWorld) -> None:
    """Each call as it leaves its function, by a clock that all share.

    Forty clients made in one process take it seconds, which is no matter of the limit: so all have
    one before any of them calls.
    """
    calls: list[float] = []
    all_have_begun = Barrier(FUNCTIONS)

    def function(number: int) -> None:
        shared = DynamoCallBudget(
            dynamodb.table, dynamodb.tenant_id, SystemClock(), patience=timedelta(minutes=1)
        )
        shared.spend(f"shiprocket:{number}", THOUSAND_AN_HOUR)
        all_have_begun.wait()
        for _ in range(CALLS_EACH):
            shared.spend("fedex", TEN_A_SECOND)
            calls.append(time.monotonic())

    with ThreadPoolExecutor(FUNCTIONS) as pool:
        list(pool.map(function, range(FUNCTIONS)))
    calls.sort()
    busiest = _busiest(calls, 1)
    used = (len(calls) - 1) / (calls[-1] - calls[0]) / TEN_A_SECOND.calls
    print(f"busiest second: {busiest} calls; {used:.0%} of the limit used")  # noqa: T201
    assert busiest <= TEN_A_SECOND.calls
    assert used >= 0.9


def test_a_slow_limit_lets_a_few_through_at_once(dynamodb: DynamoWorld) -> None:
    waits: list[float] = []
    shared = budget(dynamodb, waits)
    for _ in range(61):
        shared.spend("shiprocket:main", THOUSAND_AN_HOUR)
    with pytest.raises(OutOfTurns) as raised:
        shared.spend("shiprocket:main", THOUSAND_AN_HOUR)
    assert (waits, round(raised.value.retry_after or 0, 1)) == ([], 3.9)


def test_no_window_holds_more_than_the_limit(dynamodb: DynamoWorld) -> None:
    """The worst: nobody called for long, then everybody does."""
    limit = CallLimit(100, 10)
    made: list[float] = []
    start = dynamodb.clock.now()
    shared = DynamoCallBudget(
        dynamodb.table,
        dynamodb.tenant_id,
        dynamodb.clock,
        sleep=lambda seconds: dynamodb.clock.advance(seconds=seconds),
    )
    for _ in range(250):
        shared.spend("shipstation:main", limit)
        made.append((dynamodb.clock.now() - start).total_seconds())
    busiest = _busiest(made, 10)
    assert 90 <= busiest <= 100


def test_who_would_wait_too_long_is_told_when_to_come_back(dynamodb: DynamoWorld) -> None:
    waits: list[float] = []
    shared = budget(dynamodb, waits)
    with pytest.raises(OutOfTurns) as raised:
        _spend_for_ever(shared)
    assert raised.value.retry_after is not None
    assert 0.9 <= raised.value.retry_after <= 1.1
    assert len(waits) == 9
    dynamodb.clock.advance(seconds=1)
    shared.spend("fedex", TEN_A_SECOND)


def test_who_gets_a_turn_still_hears_the_answer(dynamodb: DynamoWorld) -> None:
    """Or in a rush every order's turns are spent on rates that come after it stopped waiting."""
    waits: list[float] = []
    with pytest.raises(OutOfTurns):
        _spend_for_ever(budget(dynamodb, waits), CallLimit(200, 60))
    assert max(waits) <= ShippingPolicy().deadline_ms / 1000 / 2


@pytest.mark.parametrize("milliseconds", [80, 200, 900])
def test_turns_are_had_from_a_slow_table(dynamodb: DynamoWorld, milliseconds: int) -> None:
    """A turn of ten a second is good for a tenth of it: from a slower table it is taken ahead."""
    clock = dynamodb.clock
    slow = dynamodb.table.guarded(lambda: clock.advance(milliseconds=milliseconds))
    shared = DynamoCallBudget(
        slow, dynamodb.tenant_id, clock, sleep=lambda seconds: clock.advance(seconds=seconds)
    )
    made: list[float] = []
    start = clock.now()
    for _ in range(30):
        shared.spend("fedex", TEN_A_SECOND)
        made.append((clock.now() - start).total_seconds())
    assert _busiest(made, 1) <= TEN_A_SECOND.calls


def test_who_is_woken_late_takes_another_turn(dynamodb: DynamoWorld) -> None:
    """A machine that stood still must not make all the calls it missed at once."""
    clock = dynamodb.clock
    waits: list[float] = []

    def wake_late(seconds: float) -> None:
        waits.append(seconds)
        clock.advance(seconds=seconds + (0.5 if len(waits) == 1 else 0))

    shared = DynamoCallBudget(dynamodb.table, dynamodb.tenant_id, clock, sleep=wake_late)
    for _ in range(2):
        shared.spend("fedex", TEN_A_SECOND)
    assert len(waits) == 1
    shared.spend("fedex", TEN_A_SECOND)
    assert len(waits) == 2


def test_what_has_begun_is_gone_on_with_when_nothing_may_begin(dynamodb: DynamoWorld) -> None:
    """Or in a rush most calls are rates of parcels whose labels then find no turn."""
    waits: list[float] = []
    shared = budget(dynamodb, waits)
    with pytest.raises(OutOfTurns):
        _spend_for_ever(shared)
    for _ in range(10):
        shared.spend("fedex", TEN_A_SECOND, begun=True)
    assert 1 < max(waits) < 3
    with pytest.raises(OutOfTurns):
        _spend_for_ever(shared)
    with pytest.raises(OutOfTurns):
        _spend_for_ever(shared, begun=True)
    assert 3 < max(waits) < 5


def test_accounts_have_turns_of_their_own(dynamodb: DynamoWorld) -> None:
    waits: list[float] = []
    shared = budget(dynamodb, waits)
    for account in ("fedex", "fedex.second", "ups"):
        shared.spend(account, TEN_A_SECOND)
    assert not waits


def _busiest(calls: list[float], seconds: float) -> int:
    """How many of the calls any window of that length holds."""
    return max(sum(first <= call < first + seconds for call in calls) for first in calls)


def _spend_for_ever(
    shared: DynamoCallBudget, limit: CallLimit = TEN_A_SECOND, *, begun: bool = False
) -> None:
    while True:
        shared.spend("fedex", limit, begun=begun)
