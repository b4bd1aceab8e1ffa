"""Every history in every order, on all cores."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache

from tests.convergence.engine import ENVIRONMENT, Engine
from tests.convergence.histories.all_of_them import all_histories
from tests.convergence.orderings import Limits
from tests.convergence.trial import Divergence, Outcome, Trial

_A_PIECE = 250
"""Orderings that one process tries at a time."""

_SHOWN = 3


@dataclass(frozen=True)
class Piece:
    """Every `parts`-th ordering of a history."""

    history: str
    seed: int
    limits: Limits
    part: int
    parts: int


@dataclass
class Findings:
    """Of one history, or of all."""

    tried: int = 0
    divergent: list[Divergence] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.tried += outcome.tried
        self.divergent += outcome.divergent


def run(
    names: Iterable[str], seed: int, limits: Limits, workers: int, tell: Callable[[str], None]
) -> tuple[int, Findings]:
    """How many histories were told, and what came of it; `tell` takes each line of the report."""
    total, told = Findings(), 0
    with ProcessPoolExecutor(workers, initializer=_begin) as pool:
        asked = {name: pool.submit(_pieces, name, seed, limits) for name in names}
        running = {name: [pool.submit(_try, p) for p in asked[name].result()] for name in asked}
        for name, pieces in running.items():
            found = Findings()
            for piece in pieces:
                found.add(piece.result())
                total.add(piece.result())
            told += 1
            tell(f"{found.tried:>6} orderings  {len(found.divergent):>3} divergent  {name}")
            for divergence in found.divergent[:_SHOWN]:
                tell(str(divergence))
    return told, total


def verdict(histories: int, found: Findings) -> str:
    """The last line."""
    return (
        f"histories: {histories}, orderings tried: {found.tried}, divergent: {len(found.divergent)}"
    )


def _begin() -> None:
    os.environ.update(ENVIRONMENT)


@cache
def _engine() -> Engine:
    return Engine()


@cache
def _trial(name: str) -> Trial:
    return Trial(_engine(), all_histories()[name])


def _pieces(name: str, seed: int, limits: Limits) -> list[Piece]:
    parts = -(-limits.count(len(_trial(name).recording.steps)) // _A_PIECE)
    return [Piece(name, seed, limits, part, parts) for part in range(parts)]


def _try(piece: Piece) -> Outcome:
    return _trial(piece.history).run(piece.seed, piece.limits, piece.part, piece.parts)
