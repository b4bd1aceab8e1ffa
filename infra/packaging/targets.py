"""The two platforms layers are built for."""

import json
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from infra.paths import EMULATOR_PYTHON, PYODIDE, TOOLS


@dataclass(frozen=True, kw_only=True)
class Target:
    """A platform: how packages are chosen for it and how bytecode is made."""

    name: str
    python_version: str
    machine: str
    install_flags: tuple[str, ...]
    compiler: tuple[str, ...]
    """Command that compiles the folder given as its last argument."""
    compiler_version: str
    """Part of the build's identity: another compiler, another build."""


_HERE = Path(__file__).parent
COMPILE_SCRIPT = _HERE / "compile_tree.py"
_WASM_SCRIPT = _HERE / "compile_tree.mjs"


def aws_target() -> Target:
    """Lambda on Graviton: arm64, Python 3.13."""
    pyodide = json.loads((PYODIDE / "package.json").read_text())["version"]
    return Target(
        name="aws",
        python_version="3.13",
        machine="aarch64",
        install_flags=(
            # glibc 2.28 and above: Amazon Linux 2023 has 2.34.
            "--python-platform=aarch64-manylinux_2_28",
            "--python-version=3.13",
            "--only-binary=:all:",
        ),
        compiler=(str(TOOLS / "node"), str(_WASM_SCRIPT)),
        compiler_version=f"pyodide {pyodide}",
    )


def local_target(python: Path = EMULATOR_PYTHON) -> Target:
    """The emulator: this machine, and the Python that runs its Lambda workers."""
    version = subprocess.run(
        [python, "-c", "import sys; print(sys.version.split()[0])"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    return Target(
        name="local",
        python_version=".".join(version.split(".")[:2]),
        machine=f"{sys.platform}-{platform.machine()}",
        install_flags=(f"--python={python}",),
        compiler=(str(python), str(COMPILE_SCRIPT)),
        compiler_version=version,
    )
