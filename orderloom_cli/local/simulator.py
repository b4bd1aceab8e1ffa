"""The provider simulator, as a process."""

import os
import sys
from pathlib import Path
from typing import Final

from infra.paths import ROOT
from orderloom_cli.local.processes import Child, spawn

# Any answer will do, 404 included: it listens.
HEALTH_PATH: Final = "/"


def start_simulator(directory: Path, *, port: int, outlive_parent: bool) -> Child:
    """Start ``python -m simulator`` on loopback; its log is ``simulator.log``."""
    return spawn(
        "simulator",
        [sys.executable, "-m", "simulator", "--port", str(port)],
        log=directory / "simulator.log",
        environment={**os.environ, "PYTHONUNBUFFERED": "1"},
        directory=ROOT,
        outlive_parent=outlive_parent,
    )
