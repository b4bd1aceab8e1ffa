"""The provider simulator, as a process."""

import os
import sys
from pathlib import Path
from typing import Final

from infra.paths import ROOT
from orderloom_cli.local.processes import Child, spawn

# Any answer will do, 404 included: it listens.
HEALTH_PATH: Final = "/"


def start_simulator(
    directory: Path, *, port: int, retry_scale: float, outlive_parent: bool
) -> Child:
    """Start ``python -m simulator`` on loopback; its log is ``simulator.log``.

    ``retry_scale`` multiplies every wait until a webhook is sent again.
    """
    return spawn(
        "simulator",
        [
            *(sys.executable, "-m", "simulator"),
            *("--port", str(port), "--retry-scale", str(retry_scale)),
        ],
        log=directory / "simulator.log",
        environment={**os.environ, "PYTHONUNBUFFERED": "1"},
        directory=ROOT,
        outlive_parent=outlive_parent,
    )
