"""`make bench`: the three measurements, build/bench.json and build/bench.html.

Ratios only mean something within one run. It needs some six minutes and a quiet machine, and
says how quiet it was; `ARGS=--quick` is for trying it out.
"""

import argparse
import json
import os
import platform
import sys
from datetime import UTC, datetime
from typing import Any

from infra.paths import BUILD
from orderloom_cli.cost.prices import AS_OF
from tests.bench import acknowledging, cold, order_costs
from tests.bench.page import page
from tests.bench.targets import TARGETS, headline

FILE, PAGE = BUILD / "bench.json", BUILD / "bench.html"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds: shows that it works")
    quick: bool = parser.parse_args().quick
    rounds, number, orders = (3, 80, 1) if quick else (11, 400, 3)
    machine = _machine()
    findings: dict[str, Any] = {
        "acknowledging": acknowledging.measure(rounds, number, _note),
        "cold": cold.measure(rounds, _note),
        "orders": order_costs.measure(orders, _note),
    }
    machine["load_average_after"] = os.getloadavg()[0]
    values = headline(findings)
    document = {
        **values,
        "machine": machine,
        "prices_as_of": AS_OF,
        "rounds": rounds,
        "targets": {target.key: target.limit for target in TARGETS},
        **findings,
    }
    BUILD.mkdir(exist_ok=True)
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
