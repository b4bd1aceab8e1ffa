"""`make bench`: the three measurements, build/bench.json and build/bench.html.

Ratios only mean something within one run. It needs some six minutes and a quiet machine, and
says how quiet it was; `ARGS=--quick` is for trying it out, `ARGS="--only cold"` for one part.
"""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.paths import BUILD
from orderloom_cli.cost.prices import AS_OF
from tests.bench import acknowledging, cold, order_costs
from tests.bench.page import page
from tests.bench.targets import TARGETS, headline

FILE, PAGE, PARTS = BUILD / "bench.json", BUILD / "bench.html", BUILD / "bench-parts"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds: shows that it works")
    parser.add_argument("--only", choices=["acknowledging", "cold", "orders"])
    chosen = parser.parse_args()
    rounds, number, orders = (3, 80, 1) if chosen.quick else (11, 400, 3)
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "acknowledging": lambda: acknowledging.measure(rounds, number, _note),
        "cold": lambda: cold.measure(rounds, _note),
        "orders": lambda: order_costs.measure(orders, _note),
    }
    for name, measure in parts.items():
        if chosen.only in {None, name}:
            _kept(name, measure)
    missing = [name for name in parts if not _file(name).exists()]
    if missing:
        _note(f"still to be measured: {', '.join(missing)}")
        return
    _tell({name: json.loads(_file(name).read_text()) for name in parts}, rounds)


def _kept(name: str, measure: Callable[[], dict[str, Any]]) -> None:
    """Measured parts stay, so that one can be measured again alone."""
    before = _machine()
    found = measure()
    machine = {**before, "load_average_after": os.getloadavg()[0]}
    PARTS.mkdir(parents=True, exist_ok=True)
    _file(name).write_text(json.dumps({"machine": machine, **found}, indent=2) + "\n")


def _file(name: str) -> Path:
    return PARTS / f"{name}.json"


def _tell(findings: dict[str, Any], rounds: int) -> None:
    values = headline(findings)
    machines = [part["machine"] for part in findings.values()]
    document = {
        **values,
        "machine": {
            **machines[0],
            "load_average_before": min(each["load_average_before"] for each in machines),
            "load_average_after": max(each["load_average_after"] for each in machines),
        },
        "prices_as_of": AS_OF,
        "rounds": rounds,
        "targets": {target.key: target.limit for target in TARGETS},
        **findings,
    }
    FILE.write_text(json.dumps(document, indent=2) + "\n")
    PAGE.write_text(page(document))
    for target in TARGETS:
        told = "met" if target.met(values[target.key]) else "NOT MET"
        print(f"{target.key:26} {values[target.key]:8.2f}  {target.limit:7} {told}")  # noqa: T201
    print(f"{FILE}, {PAGE}")  # noqa: T201 - a program of its own


def _machine() -> dict[str, Any]:
    return {
        "measured_at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "processors": os.cpu_count(),
        "machine": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "load_average_before": os.getloadavg()[0],
    }


def _note(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - progress


if __name__ == "__main__":
    main()
