"""The local stage's cloud assembly: synthesised once for each set of inputs."""

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from infra.packaging.trees import files_below, fingerprint
from infra.paths import BUILD, CDK_CLI, PACKAGE_ROOT, PRUNE_LIST, ROOT, RUNTIME_LOCK
from orderloom_cli.local.commands import run
from orderloom_cli.local.errors import SetUpMissingError, SynthesisError

# Stands in the cached assembly where the simulator's address comes: the port
# differs in every run, and synthesis takes ten seconds.
_SIMULATOR_PLACEHOLDER: Final = "http://simulator.invalid"
_KEPT: Final = 3


def prepare_assembly(directory: Path, *, simulator_url: str, functions: Path) -> Path:
    """An assembly for one environment, in ``<directory>/cdk.out``.

    Raises SynthesisError, whose log is ``<directory>/synth.log``.
    """
    if not CDK_CLI.exists():
        raise SetUpMissingError(CDK_CLI)
    assemblies = BUILD / "assemblies"
    assemblies.mkdir(parents=True, exist_ok=True)
    name = _identity(functions)[:16]
    with _only_one(assemblies):
        cached = assemblies / name
        if not (cached / "manifest.json").is_file():
            _synthesise(
                cached,
                log=directory / "synth.log",
                functions=functions,
            )
        os.utime(cached)
        _forget_old(assemblies)
        return _instantiate(cached, directory / "cdk.out", simulator_url=simulator_url)


def _synthesise(output: Path, *, log: Path, functions: Path) -> None:
    unfinished = output.with_suffix(".unfinished")
    code = run(
        [
            *(sys.executable, "-m", "infra.synth", "--stage", "local"),
            *("--output", str(unfinished), "--functions", str(functions)),
            *("-c", f"simulator_url={_SIMULATOR_PLACEHOLDER}"),
        ],
        log=log,
        environment=os.environ,
        watch=lambda: None,
    )
    if code != 0:
        raise SynthesisError(log)
    shutil.rmtree(output, ignore_errors=True)
    unfinished.rename(output)


def _instantiate(cached: Path, copy: Path, *, simulator_url: str) -> Path:
    """A copy with the simulator's address; assets and zips stay shared."""
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    (cached / ".cache").mkdir(exist_ok=True)
    for entry in cached.iterdir():
        if entry.is_dir():
            (copy / entry.name).symlink_to(entry, target_is_directory=True)
        else:
            text = entry.read_text().replace(_SIMULATOR_PLACEHOLDER, simulator_url)
            (copy / entry.name).write_text(text)
    return copy


def _identity(functions: Path) -> str:
    sources = [ROOT / "infra", PACKAGE_ROOT, functions]
    files = [file for folder in sources for file in files_below(folder)]
    files += [RUNTIME_LOCK, PRUNE_LIST, ROOT / "cdk.json", ROOT / "requirements" / "dev.txt"]
    facts = [str(file) for file in files]
    return fingerprint(files=files, facts=facts)


def _forget_old(assemblies: Path) -> None:
    by_age = sorted(
        assemblies.glob("*/manifest.json"), key=lambda path: -path.parent.stat().st_mtime
    )
    for manifest in by_age[_KEPT:]:
        shutil.rmtree(manifest.parent)


def _age(manifest: Path) -> float:
    return -manifest.parent.stat().st_mtime


@contextmanager
def _only_one(assemblies: Path) -> Iterator[None]:
    with (assemblies / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
