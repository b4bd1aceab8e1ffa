"""Verifying and reading a webhook, beside Stripe's SDK: time, and every verdict.

Measured in the door's own interpreter and packages, in a process of its own.
"""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from infra.paths import ROOT
from tests.bench.door import layers
from tests.bench.lambda_process import PYTHON
from tests.bench.statistics import ratio, spread

_SCRIPT = "tests.bench.signature_rounds"


def measure(rounds: int, note: Callable[[str], None]) -> dict[str, Any]:
    """Microseconds of each, and over how many hostile webhooks the verdicts differ."""
    note(f"verifying and parsing beside Stripe's SDK: {rounds} rounds")
    path = os.pathsep.join(map(str, [*layers(), Path(ROOT)]))
    done = subprocess.run(
        [PYTHON, "-S", "-m", _SCRIPT, str(rounds)],
        env={"PYTHONPATH": path, "PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"},
        check=True,
        capture_output=True,
        text=True,
    )
    found = json.loads(done.stdout)
    taken: dict[str, list[float]] = found["microseconds"]
    return {
        "microseconds": {name: spread(values).document() for name, values in taken.items()},
        "verify_parse_over_sdk": ratio(taken["ours"], taken["construct_event"]).document(),
        "verdicts": found["verdicts"],
    }
