"""Crash points: every call of every flow, as one telling without trouble showed them."""

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from tests.proof.flows import BY_NAME
from tests.proof.trial import Trial
from tests.proof.troubles import Call, Crash, Troubles
from tests.proof.wire import Made


@dataclass(frozen=True, order=True)
class Point:
    """Where a function dies: at a call of a flow, before it or once it took effect."""

    flow: str
    call: Call
    after: bool

    @property
    def trial(self) -> Trial:
        crash = Crash(self.call, takes_effect=self.after)
        return Trial(BY_NAME[self.flow], "crash", Troubles(crash))


def points_of(flow: str, made: Iterable[Made]) -> list[Point]:
    """Two for each call; a caller that was gone before it could be named cannot be killed."""
    calls = dict.fromkeys(one.call for one in made if one.call.function)
    return [Point(flow, call, after) for call in calls for after in (False, True)]


def distinct(points: Iterable[Point]) -> int:
    """Before and after a call are one place in the code."""
    return len({(point.flow, point.call) for point in points})


def sampled(points: Iterable[Point], most: int, seed: int) -> list[Point]:
    """So many, each function of each flow in turn, so that none is left out by chance."""
    chance = random.Random(seed)
    drawn = sorted(points)
    chance.shuffle(drawn)
    turns: dict[tuple[str, str], int] = defaultdict(int)
    ranked = []
    for order, point in enumerate(drawn):
        whose = (point.flow, point.call.function)
        ranked.append((turns[whose], order, point))
        turns[whose] += 1
    return [point for _, _, point in sorted(ranked)[:most]]
