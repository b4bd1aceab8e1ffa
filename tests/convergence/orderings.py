"""The orders in which a history's webhooks are delivered: all of them, or a sample."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

from tests.convergence.history import Step, Told

_MOST_DUPLICATES = 3


@dataclass(frozen=True)
class Limits:
    """Up to `exhaustive` steps every permutation is tried, above that `sampled` of them.

    Attributes:
        least: every permutation again, with other pauses and duplicates, until there are so many.
    """

    exhaustive: int = 6
    sampled: int = 2000
    least: int = 200

    def count(self, steps: int) -> int:
        """How many orderings of so many steps are tried: the straight one, and those."""
        if steps > self.exhaustive:
            return 1 + self.sampled
        return 1 + math.factorial(steps) * self.rounds(steps)

    def rounds(self, steps: int) -> int:
        return -(-self.least // math.factorial(steps))


FULL, QUICK = Limits(), Limits(exhaustive=5, sampled=40, least=24)


@dataclass(frozen=True)
class Ordering:
    """One way to tell a history. `seed` decides pauses, duplicates and the provider's lead."""

    steps: tuple[Step, ...]
    seed: str

    def __str__(self) -> str:
        return " > ".join(map(str, self.steps))


def orderings(name: str, steps: list[Step], seed: int, limits: Limits) -> Iterator[Ordering]:
    """The straight one first, as it was told; the others with duplicates here and there."""
    yield Ordering(tuple(steps), f"{seed}:{name}:straight")
    for number, way in enumerate(permuted(name, steps, seed, limits)):
        key = f"{seed}:{name}:{number}"
        yield Ordering(_repeated(way, random.Random(key)), key)


def permuted(name: str, steps: list[Step], seed: int, limits: Limits) -> Iterator[list[Step]]:
    if len(steps) <= limits.exhaustive:
        for _ in range(limits.rounds(len(steps))):
            yield from map(list, permutations(steps))
        return
    rng = random.Random(f"{seed}:{name}")
    for _ in range(limits.sampled):
        yield rng.sample(steps, len(steps))


def _repeated(steps: list[Step], rng: random.Random) -> tuple[Step, ...]:
    """Webhooks may come again, at any time; what the merchant does is done once."""
    webhooks = [step for step in steps if isinstance(step, Told)]
    again = list(steps)
    for _ in range(rng.randint(0, _MOST_DUPLICATES)):
        again.insert(rng.randint(0, len(again)), rng.choice(webhooks))
    return tuple(again)
