"""Who moves is waited for, and who does not is not; neither for ever."""

import itertools
from collections.abc import Callable

import pytest

from tests.proof.patience import awaited


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def waited(moved: Callable[[], object], until: Callable[[float], bool] = lambda _: False) -> float:
    """How long somebody was waited for, ten seconds' patience granted."""
    clock = Clock()
    awaited(clock.monotonic, until, 10.0, moved, clock)
    return clock.now


def test_who_does_not_move_is_stuck() -> None:
    assert waited(lambda: None) == pytest.approx(10, abs=1)


def test_who_moves_has_its_time_anew() -> None:
    moves = itertools.chain(range(30), itertools.repeat(30))
    assert waited(lambda: next(moves)) == pytest.approx(10 + 30 * 0.3, abs=1)


def test_nobody_is_waited_for_for_ever() -> None:
    assert waited(itertools.count().__next__) == pytest.approx(50, abs=1)


def test_what_has_come_is_not_waited_for() -> None:
    assert waited(lambda: None, until=lambda now: now > 3) == pytest.approx(3, abs=1)
