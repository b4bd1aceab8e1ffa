"""`make load`: a sale, a noisy tenant beside quiet ones, a backlog; and what became of it all.

LOAD=quick (some four minutes) or LOAD=full (some twenty-five). Loopback only; ends by itself, with
exit code 1 if anything acknowledged was lost, or a limit of `tests.load.limits` was passed.
"""

import json
import os
import platform
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from infra.paths import BUILD
from orderloom_cli.local import LocalEnvironment
from tests.e2e.world import World
from tests.load.limits import LIMITS, values
from tests.load.plan import PLANS
from tests.load.run import Run

FILE = BUILD / "load.json"


def main() -> int:
    name = os.environ.get("LOAD", "quick")
    plan = PLANS[name]
    document: dict[str, Any] = {
        "plan": {"name": name, **asdict(plan)},
        "measured_at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "machine": f"{os.cpu_count()} processors, {platform.machine()}",
        "load_average_before": os.getloadavg()[0],
    }
    with LocalEnvironment("load") as environment:
        run = Run(World(environment.details), plan, _note)
        stages = {"sale": run.sale, "quiet_delay_seconds": run.noise, "backlog": run.backlog}
        for stage, measure in stages.items():
            document[stage] = measure()
            _keep(document, run)  # what is known is there even if a later stage fails
    silent = [each.kind for each in run.verdicts if not each.acknowledged]
    _tell([each.line for each in run.verdicts], document, silent)
    measured = values(document)
    held = all(limit.met(measured[limit.key]) for limit in LIMITS)
    return 0 if held and not silent else 1


def _keep(document: dict[str, Any], run: Run) -> None:
    document["verdicts"] = [asdict(each) for each in run.verdicts]
    document["load_average_after"] = os.getloadavg()[0]
    document["lost"] = sum(len(each.lost) for each in run.verdicts)
    FILE.write_text(json.dumps(document, indent=2) + "\n")


def _tell(lines: list[str], document: dict[str, Any], silent: list[str]) -> None:
    measured = values(document)
    for limit in LIMITS:
        value = measured[limit.key]
        lines.append(f"{limit.says}: {value:.3g}, {limit.limit}: {limit.distance(value)}")
    if silent:
        lines.append(f"nothing was acknowledged: {', '.join(silent)}; see build/load/stages")
    print("\n".join([*lines, str(FILE)]))  # noqa: T201 - a program of its own


def _note(text: str) -> None:
    print(f"load: {text}", file=sys.stderr, flush=True)  # noqa: T201 - progress


if __name__ == "__main__":
    sys.exit(main())
