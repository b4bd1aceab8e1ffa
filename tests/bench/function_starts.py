"""Cold starts of every function but the door, as ratios to a stub that imports only what it must.

And to a function that does nothing, and to itself with ideal bytecode. Each as packaged, with
the environment it is deployed with, under the real runtime client, from spawning to its first
answer. What AWS answers is noted once from the emulator and then answered at once, the same to
all, so that what differs is the function.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from infra.paths import FUNCTIONS
from orderloom_cli.local import LocalEnvironment
from tests.bench.cold import NOOP, ideal_layers
from tests.bench.deployed import credentials_of, deployed_functions
from tests.bench.door import layers, noop_folder
from tests.bench.exchanges import Exchange, Recorder, Replay
from tests.bench.function_events import function_events
from tests.bench.lambda_process import LambdaProcess
from tests.bench.statistics import ratio, spread
from tests.bench.stubs import stub_folder
from tests.e2e.world import World

OURS, STUB, IDEAL = "function", "stub", "ideal bytecode"
_KEY = "AWS_ACCESS_KEY_ID"


@dataclass(frozen=True)
class Case:
    """A function's event, its environment, and what passed between it and AWS over that event.

    `failed`: the name of the error that it answered with, if so.
    """

    name: str
    event: bytes
    environment: dict[str, str]
    noted: tuple[Exchange, ...]
    failed: str | None


class Start(NamedTuple):
    """What is started, and with which layers; `asks`: as the function did of AWS."""

    kind: str
    folder: Path
    layers: list[Path]
    asks: bool = True


def measure(rounds: int, note: Callable[[str], None]) -> dict[str, Any]:
    """By function: milliseconds of each start, ratios, and what AWS was asked."""
    note("deploying the stack to the emulator")
    with LocalEnvironment("bench-functions") as environment:
        cases = list(_cases(World(environment.details)))
    found = {}
    with noop_folder() as noop, ideal_layers() as ideal:
        for case in cases:
            note(f"cold starts of {case.name}: {rounds} rounds")
            with stub_folder(case.name, case.noted, case.environment[_KEY]) as stub:
                starts = (
                    Start(NOOP, noop, [], asks=False),
                    Start(OURS, FUNCTIONS / case.name, layers()),
                    Start(IDEAL, FUNCTIONS / case.name, ideal),
                    Start(STUB, stub, layers()),
                )
                found[case.name] = _document(case, _times(case, starts, rounds))
    worst = max(found, key=lambda name: found[name]["ttfa_over_stub"]["median"])
    return {"functions": found, "slowest": {"name": worst, **found[worst]["ttfa_over_stub"]}}


def _cases(world: World) -> Iterator[Case]:
    deployed = deployed_functions(world)
    for name, event in function_events(world).items():
        own = credentials_of(world, deployed[name])
        environment = deployed[name].variables | own
        asked = json.dumps(event).encode()
        with (
            Recorder(world.details.emulator_url) as recorder,
            _started(FUNCTIONS / name, layers(), environment, recorder.url) as process,
        ):
            answer, _ = process.invoke(asked, failing=True)
            failed = str(answer.document.get("errorType")) if answer.failed else None
            yield Case(name, asked, environment, tuple(recorder.noted), failed)


def _times(case: Case, starts: Sequence[Start], rounds: int) -> dict[str, list[float]]:
    """Milliseconds from spawning to the first answer."""
    first: dict[str, list[float]] = {start.kind: [] for start in starts}
    with Replay(case.noted) as replay:
        for _ in range(rounds):
            for start in starts:
                replay.again()
                of = (start.folder, start.layers, case.environment, replay.url)
                with _started(*of) as process:
                    first[start.kind].append(1000 * process.first(case.event, failing=True))
                if start.asks and (replay.left or replay.unexpected):
                    told = f"{replay.unexpected} instead of {[e.operation for e in replay.left]}"
                    raise RuntimeError(f"{start.kind} of {case.name}: {told}")
    return first


def _document(case: Case, first: dict[str, list[float]]) -> dict[str, Any]:
    ours = first[OURS]
    return {
        "ttfa_ms": {kind: spread(times).document() for kind, times in first.items()},
        "ttfa_over_stub": ratio(ours, first[STUB]).document(),
        "ttfa_over_noop": ratio(ours, first[NOOP]).document(),
        "ttfa_over_ideal_bytecode": ratio(ours, first[IDEAL]).document(),
        "aws_calls": [exchange.operation.rpartition(".")[2] for exchange in case.noted],
        "failed": case.failed,
    }


@contextmanager
def _started(
    folder: Path, on_path: list[Path], environment: dict[str, str], aws_url: str
) -> Iterator[LambdaProcess]:
    variables = environment | {"AWS_ENDPOINT_URL": aws_url}
    with LambdaProcess(folder, layers=on_path, environment=variables) as process:
        yield process
