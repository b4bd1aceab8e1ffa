"""Cold starts of every function but the door, as ratios to a stub that imports only what it must.

And to a function that does nothing, and to itself with ideal bytecode. Each as packaged, with
the environment it is deployed with, under the real runtime client, from spawning to its first
answer. What AWS answers is noted once from the emulator and then answered at once, the same to
all, so that what differs is the function.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from infra.paths import FUNCTIONS
from orderloom_cli.local import LocalEnvironment
from orderloom_cli.local.emulator import root_environment
from tests.bench.cold import NOOP, ideal_layers
from tests.bench.deployed import variables_of
from tests.bench.door import layers, noop_folder
from tests.bench.exchanges import Exchange, Recorder, Replay
from tests.bench.function_events import function_events
from tests.bench.lambda_process import LambdaProcess
from tests.bench.statistics import ratio, spread
from tests.bench.stubs import stub_folder
from tests.e2e.world import World

OURS, STUB, IDEAL = "function", "stub", "ideal bytecode"
_OWN_KEY = root_environment("")["AWS_ACCESS_KEY_ID"]


def measure(rounds: int, note: Callable[[str], None]) -> dict[str, Any]:
    """By function: milliseconds of both, their ratio, and how often AWS was asked."""
    note("deploying the stack to the emulator")
    with LocalEnvironment("bench-functions") as environment:
        world = World(environment.details)
        events = {
            name: json.dumps(event).encode() for name, event in function_events(world).items()
        }
        variables = variables_of(world)
        noted = {
            name: _noted(name, event, variables[name], environment.details.emulator_url)
            for name, event in events.items()
        }
    found = {}
    with noop_folder() as noop, ideal_layers() as ideal:
        for name, event in events.items():
            note(f"cold starts of {name}: {rounds} rounds")
            with stub_folder(name, noted[name], _OWN_KEY) as stub:
                starts = (
                    Start(NOOP, noop, [], asks=False),
                    Start(OURS, FUNCTIONS / name, layers()),
                    Start(IDEAL, FUNCTIONS / name, ideal),
                    Start(STUB, stub, layers()),
                )
                times = _times(starts, event, variables[name], noted[name], rounds)
            found[name] = _document(times, noted[name])
    worst = max(found, key=lambda name: found[name]["ttfa_over_stub"]["median"])
    return {"functions": found, "slowest": {"name": worst, **found[worst]["ttfa_over_stub"]}}


class Start(NamedTuple):
    """What is started, and with which layers; `asks`: as the function did of AWS."""

    kind: str
    folder: Path
    layers: list[Path]
    asks: bool = True


def _times(
    starts: Sequence[Start],
    event: bytes,
    variables: dict[str, str],
    noted: list[Exchange],
    rounds: int,
) -> dict[str, list[float]]:
    """Milliseconds from spawning to the first answer."""
    first: dict[str, list[float]] = {start.kind: [] for start in starts}
    with Replay(noted) as replay:
        for _ in range(rounds):
            for start in starts:
                replay.again()
                with _started(start.folder, start.layers, variables, replay.url) as process:
                    first[start.kind].append(1000 * process.first(event, failing=True))
                if start.asks and (replay.left or replay.unexpected):
                    told = f"{replay.unexpected} instead of {[e.operation for e in replay.left]}"
                    raise RuntimeError(f"{start.kind} in {start.folder}: {told}")
    return first


def _document(first: dict[str, list[float]], noted: list[Exchange]) -> dict[str, Any]:
    ours = first[OURS]
    return {
        "ttfa_ms": {kind: spread(times).document() for kind, times in first.items()},
        "ttfa_over_stub": ratio(ours, first[STUB]).document(),
        "ttfa_over_noop": ratio(ours, first[NOOP]).document(),
        "ttfa_over_ideal_bytecode": ratio(ours, first[IDEAL]).document(),
        "aws_calls": [exchange.operation.rpartition(".")[2] for exchange in noted],
    }


def _noted(name: str, event: bytes, variables: dict[str, str], emulator_url: str) -> list[Exchange]:
    with (
        Recorder(emulator_url) as recorder,
        _started(FUNCTIONS / name, layers(), variables, recorder.url) as process,
    ):
        process.first(event, failing=True)
        return list(recorder.noted)


@contextmanager
def _started(
    folder: Path, on_path: list[Path], variables: dict[str, str], aws_url: str
) -> Iterator[LambdaProcess]:
    environment = variables | root_environment(aws_url)
    with LambdaProcess(folder, layers=on_path, environment=environment) as process:
        yield process
