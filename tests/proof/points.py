"""Crash points: every call of every flow, as one telling without trouble showed them."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

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


def together(points: Iterable[Point], most: int) -> list[list[Point]]:
    """Those that one order can meet: of one flow, and each of another function.

    So no death makes another's call come a different number of times before.
    """
    found: dict[str, list[list[Point]]] = defaultdict(list)
    for point in points:
        for group in found[point.flow]:
            if len(group) < most and all(one.call.function != point.call.function for one in group):
                group.append(point)
                break
        else:
            found[point.flow].append([point])
    return [group for groups in found.values() for group in groups]


def trial_of(points: Sequence[Point]) -> Trial:
    """An order that meets them all; they are of one flow."""
    crashes = [Crash(point.call, takes_effect=point.after) for point in points]
    return Trial(BY_NAME[points[0].flow], "crash", Troubles(crashes))


def points_of(flow: str, made: Iterable[Made]) -> list[Point]:
    """Two for each call; a caller that was gone before it could be named cannot be killed."""
    calls = dict.fromkeys(one.call for one in made if one.call.function)
    return [Point(flow, call, after) for call in calls for after in (False, True)]


def distinct(points: Iterable[Point]) -> int:
    """Before and after a call are one place in the code."""
    return len({(point.flow, point.call) for point in points})


def both_ways(points: Iterable[Point]) -> int:
    """Calls that were died at before them as well as after."""
    died = set(points)
    return sum(replace(point, after=False) in died for point in died if point.after)


def sampled(points: Iterable[Point], most: int, seed: int) -> list[Point]:
    """So many, both deaths at one call before the next.

    Calls that no other flow has shown yet come first, and of these each function's in turn, so
    that none is left out by chance.
    """
    chance = random.Random(seed)
    places: dict[tuple[str, Call], list[Point]] = defaultdict(list)
    for point in sorted(points):
        places[point.flow, point.call].append(point)
    drawn = list(places)
    chance.shuffle(drawn)
    shown: Counter[Call] = Counter()
    turns: Counter[tuple[int, str]] = Counter()
    ranked = []
    for order, (flow, call) in enumerate(drawn):
        turn = (shown[call], call.function)
        ranked.append((shown[call], turns[turn], order, (flow, call)))
        shown[call] += 1
        turns[turn] += 1
    return [point for *_, place in sorted(ranked) for point in places[place]][:most]
