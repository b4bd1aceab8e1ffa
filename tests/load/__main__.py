"""`make load`: a sale, a noisy tenant beside quiet ones, a backlog; and what became of it all.

LOAD=quick (some four minutes) or LOAD=full (some twenty-five); `ARGS="--only sale"` for one stage,
the others keep what they found last. Loopback only; ends by itself, with exit code 1 if anything
acknowledged was lost, or a limit of `tests.load.limits` was passed.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.paths import BUILD
from orderloom_cli.local import LocalEnvironment
from tests.e2e.world import World
from tests.load.limits import LIMITS, values
from tests.load.plan import PLANS
from tests.load.run import Run

FILE, PARTS = BUILD / "load.json", BUILD / "load-parts"


STAGES: dict[str, Callable[[Run], dict[str, Any]]] = {
    "sale": Run.sale,
    "noise": Run.noise,
    "backlog": Run.backlog,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="make load", description=__doc__)
    parser.add_argument("--only", choices=STAGES)
    only = parser.parse_args().only
    name = os.environ.get("LOAD", "quick")
    with LocalEnvironment("load") as environment:
        run = Run(World(environment.details), PLANS[name], _note)
        for stage in [only] if only else STAGES:
            _keep(stage, name, run)
    missing = [stage for stage in STAGES if not _file(stage).exists()]
    if missing:
        _note(f"still to be run: {', '.join(missing)}")
        return 0
    return _tell({stage: json.loads(_file(stage).read_text()) for stage in STAGES})


def _keep(stage: str, name: str, run: Run) -> None:
    """What a stage found stays, so that one can be run again alone."""
    before, judged = os.getloadavg()[0], len(run.verdicts)
    found = STAGES[stage](run)
    verdicts = run.verdicts[judged:]
    document = {
        "plan": {"name": name, **asdict(PLANS[name])},
        "measured_at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "machine": f"{os.cpu_count()} processors, {platform.machine()}",
        "load_average": [before, os.getloadavg()[0]],
        "verdicts": [asdict(each) for each in verdicts],
        "lines": [each.line for each in verdicts],
        "silent": [each.kind for each in verdicts if not each.acknowledged],
        **found,
    }
    PARTS.mkdir(parents=True, exist_ok=True)
    _file(stage).write_text(json.dumps(document, indent=2) + "\n")


def _file(stage: str) -> Path:
    return PARTS / f"{stage}.json"


def _tell(stages: dict[str, Any]) -> int:
    verdicts = [verdict for stage in stages.values() for verdict in stage["verdicts"]]
    lost = sum(len(verdict["lost"]) for verdict in verdicts)
    document = {"verdicts": {"lost": lost, "judged": len(verdicts)}, **stages}
    FILE.write_text(json.dumps(document, indent=2) + "\n")
    lines = [line for stage in stages.values() for line in stage["lines"]]
    measured = values(document)
    for limit in LIMITS:
        value = measured[limit.key]
        lines.append(f"{limit.says}: {value:.3g}, {limit.limit}: {limit.distance(value)}")
    silent = [kind for stage in stages.values() for kind in stage["silent"]]
    if silent:
        lines.append(f"nothing was acknowledged: {', '.join(silent)}; see build/load/stages")
    print("\n".join([*lines, str(FILE)]))  # noqa: T201 - a program of its own
    held = all(limit.met(measured[limit.key]) for limit in LIMITS)
    return 0 if held and not silent else 1


def _note(text: str) -> None:
    print(f"load: {text}", file=sys.stderr, flush=True)  # noqa: T201 - progress


if __name__ == "__main__":
    sys.exit(main())
