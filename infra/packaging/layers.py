"""Builds the layers, once for each set of inputs."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.packaging.targets import Target
from infra.packaging.trees import copy_sources, files_below, fingerprint, prune
from infra.paths import BUILD, PACKAGE_ROOT, PRUNE_LIST, RUNTIME_LOCK, TOOLS


class LayerBuildError(Exception):
    """A layer could not be built; the message holds the failing tool's output."""


@dataclass(frozen=True, kw_only=True)
class LayerFolders:
    """The built layers, each a folder with ``python/`` in it, as Lambda unpacks it."""

    dependencies: Path
    orderloom: Path


def build_layers(target: Target) -> LayerFolders:
    """Build both layers for a target, or hand back what an earlier call built."""
    folder = BUILD / "layers" / target.name
    folder.mkdir(parents=True, exist_ok=True)
    with _only_one_builder(folder):
        return LayerFolders(
            dependencies=_build(
                folder / "dependencies",
                target=target,
                inputs=[RUNTIME_LOCK, PRUNE_LIST],
                fill=lambda python: _install_dependencies(target, python),
            ),
            orderloom=_build(
                folder / "orderloom",
                target=target,
                inputs=list(files_below(PACKAGE_ROOT)),
                fill=lambda python: copy_sources(PACKAGE_ROOT, python),
            ),
        )


def _build(
    layer: Path, *, target: Target, inputs: list[Path], fill: Callable[[Path], None]
) -> Path:
    recipe = files_below(Path(__file__).parent)
    identity = fingerprint(
        files=[*inputs, *recipe],
        facts=[
            target.python_version,
            target.machine,
            target.compiler_version,
            *(str(file.parent) for file in inputs if file.is_relative_to(PACKAGE_ROOT)),
        ],
    )
    stamp = layer.with_suffix(".inputs")
    if layer.is_dir() and stamp.is_file() and stamp.read_text() == identity:
        return layer
    stamp.unlink(missing_ok=True)
    shutil.rmtree(layer, ignore_errors=True)
    python = layer / "python"
    python.mkdir(parents=True)
    fill(python)
    _run([*target.compiler, str(python)])
    stamp.write_text(identity)
    return layer


def _install_dependencies(target: Target, python: Path) -> None:
    _run(
        [
            str(TOOLS / "uv"),
            *("pip", "install", "--quiet", "--require-hashes", "--no-deps"),
            *("--link-mode=copy", f"--target={python}", f"--requirement={RUNTIME_LOCK}"),
            *target.install_flags,
        ]
    )
    prune(python, PRUNE_LIST)


def _run(command: list[str]) -> None:
    # A fixed hash seed keeps the order of set constants, and so the bytes, the same.
    environment = {**os.environ, "PYTHONHASHSEED": "0", "UV_NO_CONFIG": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode != 0:
        message = f"{command[0]} failed ({done.returncode}):\n{done.stdout}{done.stderr}"
        raise LayerBuildError(message)


@contextmanager
def _only_one_builder(folder: Path) -> Iterator[None]:
    """Two commands at once in one checkout build one after the other."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
