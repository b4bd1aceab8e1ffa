"""The door under pressure: a provider that hangs, ten times the rate, a noisy neighbour.

Under the real runtime client, with an echo for a queue. Each comparison is made in turns; a
turn's ratio is of two neighbours, so both were under the same load from elsewhere.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from infra.paths import FUNCTIONS, ROOT
from tests.bench.door import environment_of, layers
from tests.bench.door_pool import DoorPool, arrivals, door_pool
from tests.bench.lambda_process import LambdaProcess
from tests.bench.neighbour import Neighbour, neighbour
from tests.bench.processors import Half, only_on
from tests.bench.silence import Silence
from tests.bench.statistics import ratio, spread
from tests.bench.webhooks import api_gateway_event

ENVIRONMENTS = 4
"""Of the door, kept warm; this machine has fewer processors, AWS gives each its own."""

NORMAL_A_SECOND = 20.0
RUSH_A_SECOND = 10 * NORMAL_A_SECOND
QUIET_A_SECOND = 3.0
NOISY_A_SECOND = 100 * QUIET_A_SECOND
_PROVIDERS = ("ORDERLOOM_SHIPSTATION_JWKS_URL", "ORDERLOOM_PAYMENTS_BASE_URL",
              "ORDERLOOM_CARRIERS_BASE_URL")  # fmt: skip
_SEED = 20261121
_WARM_UP, _ONE_BY_ONE = 60, 300


def measure(rounds: int, seconds: float, note: Callable[[str], None]) -> dict[str, Any]:
    """`rounds` of each comparison; `seconds` is how long each side of one is under load."""
    rng = Random(_SEED)
    with echo_elsewhere() as url:
        hanging = _hanging(url, 2 * rounds, note)
        with door_pool(url, layers(), ENVIRONMENTS) as pool:
            pool.waits(arrivals(rng, "bench", RUSH_A_SECOND, 2))
            rush = []
            for turn in range(rounds):
                note(f"door under ten times the rate: round {turn + 1} of {rounds}")
                rush.append(_rush(pool, rng, seconds))
        beside = _beside_noise(url, rng, rounds, 2 * seconds, note)
    return {
        "environments": ENVIRONMENTS,
        "hanging": hanging,
        "rush": _document(rush, a_second=(NORMAL_A_SECOND, RUSH_A_SECOND)),
        "neighbour": _document(beside, a_second=(QUIET_A_SECOND, NOISY_A_SECOND)),
    }


def _hanging(aws_url: str, rounds: int, note: Callable[[str], None]) -> dict[str, Any]:
    """Medians of webhooks one at a time, to the one door and the other in turns.

    Of a new pair each round: two processes of the same program differ by more than 2 %.
    """
    found: dict[str, list[float]] = {"healthy": [], "hanging": []}
    silence = Silence()
    with closing(silence):
        for turn in range(rounds):
            note(f"door with a provider hanging: round {turn + 1} of {rounds}")
            doors = [("healthy", aws_url), ("hanging", silence.url)]
            for name, median_wait in _medians(aws_url, doors[:: 1 if turn % 2 else -1]):
                found[name].append(median_wait)
    return {
        **{f"{name}_p50_ms": spread(waits).document() for name, waits in found.items()},
        "ratio": ratio(found["hanging"], found["healthy"]).document(),
        "providers_asked": silence.connections,
    }


def _medians(aws_url: str, doors: list[tuple[str, str]]) -> Iterator[tuple[str, float]]:
    """Milliseconds."""
    waits: dict[str, list[float]] = {name: [] for name, _ in doors}
    with ExitStack() as stack:
        started = {
            name: stack.enter_context(_door_with_providers(aws_url, providers))
            for name, providers in doors
        }
        for number in range(_WARM_UP + _ONE_BY_ONE):
            for name, process in started.items():
                _, taken = process.invoke(api_gateway_event())
                if number >= _WARM_UP:
                    waits[name].append(1000 * taken)
    yield from ((name, median(taken)) for name, taken in waits.items())


def _door_with_providers(aws_url: str, providers_url: str) -> LambdaProcess:
    environment = environment_of("ingest_webhook", aws_url)
    return LambdaProcess(
        FUNCTIONS / "ingest_webhook",
        layers=layers(),
        environment=environment | dict.fromkeys(_PROVIDERS, providers_url),
    )


def _rush(pool: DoorPool, rng: Random, seconds: float) -> tuple[float, float]:
    calm = pool.waits(arrivals(rng, "bench", NORMAL_A_SECOND, seconds))
    rush = pool.waits(arrivals(rng, "bench", RUSH_A_SECOND, seconds))
    return _p99(calm["bench"]), _p99(rush["bench"])


def _beside_noise(
    url: str, rng: Random, rounds: int, seconds: float, note: Callable[[str], None]
) -> list[tuple[float, float]]:
    found = []
    with (
        neighbour(url, NOISY_A_SECOND) as other,
        only_on(Half.FIRST),
        door_pool(url, layers(), ENVIRONMENTS) as pool,
    ):
        pool.waits(arrivals(rng, "quiet", RUSH_A_SECOND, 2))
        for turn in range(rounds):
            note(f"door beside a noisy neighbour: round {turn + 1} of {rounds}")
            found.append(_beside(pool, other, rng, seconds))
    return found


def _beside(pool: DoorPool, other: Neighbour, rng: Random, seconds: float) -> tuple[float, float]:
    quiet = list(arrivals(rng, "quiet", QUIET_A_SECOND, seconds))
    alone = pool.waits(quiet)
    with other.noise(seconds):
        beside = pool.waits(quiet)
    return _p99(alone["quiet"]), _p99(beside["quiet"])


def _p99(waits: list[float]) -> float:
    """Milliseconds."""
    return 1000 * quantiles(waits, n=100, method="inclusive")[98]


def _document(found: list[tuple[float, float]], *, a_second: tuple[float, float]) -> dict[str, Any]:
    below, above = ([pair[side] for pair in found] for side in (0, 1))
    return {
        "a_second": a_second,
        "calm_p99_ms": spread(below).document(),
        "loud_p99_ms": spread(above).document(),
        "ratio": ratio(above, below).document(),
    }


@contextmanager
def echo_elsewhere() -> Iterator[str]:
    """The echo in a process of its own: who drives the door has enough to do."""
    command = [sys.executable, "-m", "tests.bench.aws_echo"]
    with subprocess.Popen(command, cwd=Path(ROOT), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()
