"""`make bench`: the measurements, build/bench.json and build/bench.html.

Ratios only mean something within one run. It needs some twenty minutes and a quiet machine, and
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
from typing import Any, NamedTuple

from infra.paths import BUILD
from orderloom_cli.cost.prices import AS_OF
from tests.bench import (
    acknowledging,
    cold,
    function_starts,
    order_costs,
    pressure,
    signature,
)
from tests.bench.page import page
from tests.bench.targets import TARGETS, headline

PART_NAMES = ("acknowledging", "signature", "pressure", "cold", "functions", "orders")
Measure = Callable[[], dict[str, Any]]


class Size(NamedTuple):
    """`webhooks` a round; `seconds` under load; `orders` counted one after the other."""

    rounds: int
    webhooks: int
    seconds: float
    orders: int


_QUICK = Size(rounds=3, webhooks=80, seconds=5, orders=1)
_FULL = Size(rounds=11, webhooks=400, seconds=15, orders=3)
FILE, PAGE, PARTS = BUILD / "bench.json", BUILD / "bench.html", BUILD / "bench-parts"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds: shows that it works")
    parser.add_argument("--only", choices=PART_NAMES)
    chosen = parser.parse_args()
    size = _QUICK if chosen.quick else _FULL
    parts = _parts(size)
    for name, measure in parts.items():
        if chosen.only in {None, name}:
            _kept(name, measure)
    missing = [name for name in parts if not _file(name).exists()]
    if missing:
        _note(f"still to be measured: {', '.join(missing)}")
        return
    _tell({name: json.loads(_file(name).read_text()) for name in parts}, size.rounds)


def _parts(size: Size) -> dict[str, Measure]:
    few = max(2, size.rounds // 2)
    return {
        "acknowledging": lambda: acknowledging.measure(size.rounds, size.webhooks, _note),
        "signature": lambda: signature.measure(size.rounds, _note),
        "pressure": lambda: pressure.measure(few, size.seconds, _note),
        "cold": lambda: cold.measure(size.rounds, _note),
        "functions": lambda: function_starts.measure(few, _note),
        "orders": lambda: order_costs.measure(size.orders, _note),
    }


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
        "aims": {target.key: target.aim for target in TARGETS if target.aim is not None},
        **findings,
    }
    FILE.write_text(json.dumps(document, indent=2) + "\n")
    PAGE.write_text(page(document))
    for target in TARGETS:
        value = values[target.key]
        print(f"{target.key:34} {value:8.3f}  {target.limit:16} {target.distance(value)}")  # noqa: T201
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
