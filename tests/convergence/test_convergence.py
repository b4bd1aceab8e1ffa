"""The quick form of `make converge`, and proof that it can fail."""

import os

import pytest

from tests.convergence.engine import ENVIRONMENT, Engine
from tests.convergence.histories.all_of_them import all_histories
from tests.convergence.orderings import FULL, QUICK, Limits, orderings, permuted
from tests.convergence.planted import BUGS, Bug
from tests.convergence.run import run, verdict
from tests.convergence.trial import Trial

SEED = 1


@pytest.fixture(scope="module")
def engine() -> Engine:
    with pytest.MonkeyPatch.context() as environment:
        for name, value in ENVIRONMENT.items():
            environment.setenv(name, value)
        return Engine()


@pytest.mark.slow
def test_every_ordering_of_every_history_ends_the_same() -> None:
    report: list[str] = []
    told, found = run(all_histories(), SEED, QUICK, os.cpu_count() or 1, report.append)
    assert found.divergent == [], "\n".join(report)
    assert told == len(all_histories()) >= 12
    assert verdict(told, found).endswith(f"orderings tried: {found.tried}, divergent: 0")


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_a_planted_bug_diverges(bug: Bug, engine: Engine) -> None:
    with bug.planted():
        outcome = Trial(engine, all_histories()[bug.history]).run(SEED, Limits(4, 24), enough=1)
    assert outcome.divergent
    told = str(outcome.divergent[0])
    assert bug.history in told
    assert outcome.divergent[0].ordering.seed in told


def test_the_same_seed_tells_the_same(engine: Engine) -> None:
    steps = Trial(engine, all_histories()["stripe: disputed and won"]).recording.steps
    again = Trial(engine, all_histories()["stripe: disputed and won"]).recording.steps
    limits = Limits(exhaustive=2, sampled=5)
    one, two, other = (
        list(map(str, orderings("h", found, seed, limits)))
        for found, seed in ((steps, 1), (again, 1), (steps, 2))
    )
    assert one == two != other


def test_short_histories_are_told_in_every_order(engine: Engine) -> None:
    steps = Trial(engine, all_histories()["stripe: paid"]).recording.steps
    for limits in (FULL, QUICK):
        told = [tuple(map(str, way)) for way in permuted("h", steps, SEED, limits)]
        assert len(steps) == 3
        assert len(set(told)) == 6
        assert len(told) == limits.count(3) - 1 >= limits.least
