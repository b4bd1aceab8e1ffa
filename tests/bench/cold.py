"""Cold starts of the door under the real runtime client, as ratios to one that does nothing."""

import compileall
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from py_compile import PycInvalidationMode
from tempfile import TemporaryDirectory
from typing import Any

from infra.paths import FUNCTIONS
from tests.bench.aws_echo import AwsEcho
from tests.bench.door import environment_of, layers, noop_folder
from tests.bench.lambda_process import LambdaProcess
from tests.bench.statistics import ratio, spread
from tests.bench.webhooks import api_gateway_event

NOOP, DOOR, IDEAL, WITHOUT = "no-op", "ingest_webhook", "ideal bytecode", "no bytecode"

Times = defaultdict[str, list[float]]
"""Seconds of each round, by what was started."""


def measure(rounds: int, note: Callable[[str], None]) -> dict[str, Any]:
    """From spawning until it is ready, and until its first answer."""
    init, first = Times(list), Times(list)
    echo = AwsEcho()
    with noop_folder() as noop, ideal_layers() as ideal:
        packaged = layers()
        starts: dict[str, tuple[Path, list[Path], bool]] = {
            NOOP: (noop, [], True),
            DOOR: (FUNCTIONS / DOOR, packaged, True),
            IDEAL: (FUNCTIONS / DOOR, ideal, True),
            WITHOUT: (FUNCTIONS / DOOR, packaged, False),
        }
        for turn in range(rounds):
            note(f"cold starts of the door: round {turn + 1} of {rounds}")
            for name, (folder, on_path, bytecode) in starts.items():
                variables = environment_of(folder.name, echo.url)
                with LambdaProcess(
                    folder, layers=on_path, environment=variables, bytecode=bytecode
                ) as process:
                    init[name].append(process.init_seconds)
                    first[name].append(process.first(api_gateway_event()))
    echo.close()
    return {"door": _document(init, first)}


def _document(init: Times, first: Times) -> dict[str, Any]:
    return {
        "init_ms": {name: _milliseconds(times) for name, times in init.items()},
        "ttfa_ms": {name: _milliseconds(times) for name, times in first.items()},
        "ttfa_over_noop": ratio(first[DOOR], first[NOOP]).document(),
        "init_over_ideal_bytecode": ratio(init[DOOR], init[IDEAL]).document(),
        "init_without_bytecode_over_packaged": ratio(init[WITHOUT], init[DOOR]).document(),
    }


def _milliseconds(seconds: list[float]) -> dict[str, float]:
    return spread([1000 * each for each in seconds]).document()


@contextmanager
def ideal_layers() -> Iterator[list[Path]]:
    """The same files where they lie, compiled by this very interpreter: nothing loads faster."""
    with TemporaryDirectory(prefix="orderloom-ideal-") as folder:
        copies = []
        for number, layer in enumerate(layers()):
            copy = Path(folder, str(number))
            shutil.copytree(layer, copy, ignore=shutil.ignore_patterns("__pycache__"))
            compileall.compile_dir(
                copy, quiet=2, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH
            )
            copies.append(copy)
        yield copies
