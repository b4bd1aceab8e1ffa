"""`make headline`: the tables of README and docs/performance.md, from what was measured.

Reads build/bench.json, build/load.json and build/proof.json; prints the lines, with `--write`
puts them between the marks in the documents. What was not run is told as such.
"""

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from infra.paths import BUILD, ROOT
from tests.bench.targets import TARGETS, Measured, Target, measured
from tests.load.limits import LIMITS

README, DOCUMENT = ROOT / "README.md", ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- make headline: begin -->", "<!-- make headline: end -->"
_LEAST_CRASH_POINTS = 250
_PROOF_SAYS = "violations, planted bugs not caught, after dying at every call and every fault"

Found = Mapping[str, Any]


class Row(NamedTuple):
    """One line; `told` is `met`, or the distance."""

    says: str
    measured: str
    limit: str
    told: str
    on: str
    again: str
    cause: str = ""

    @property
    def line(self) -> str:
        return f"| {' | '.join(self[:6])} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make headline", description=__doc__)
    parser.add_argument("--write", action="store_true")
    bench, load, proof = (_read(name) for name in ("bench", "load", "proof"))
    rows = [*_of_bench(bench), *_of_load(load), _of_proof(proof)]
    machine = _machine(bench, load)
    if not parser.parse_args().write:
        print("\n".join([*table(rows), "", machine]))  # noqa: T201 - a program of its own
        return
    put(README, [*table(rows), "", machine])
    put(DOCUMENT, [*table(rows), "", machine, *reasons(rows)])


def table(rows: list[Row]) -> Iterator[str]:
    yield "| what | measured | target | | on (UTC) | again with |"
    yield "|---|---:|---:|---|---|---|"
    yield from (row.line for row in rows)


def reasons(rows: list[Row]) -> Iterator[str]:
    """Of what is missed, by how much and why."""
    missed = [row for row in rows if row.cause]
    if missed:
        yield from ("", "What is missed, and why:", "")
    for row in missed:
        yield f"- **{row.says}**: {row.measured}, {row.limit}, {row.told}. {row.cause}"


def put(document: Path, lines: list[str]) -> None:
    """Between the marks; raises ValueError where they are not."""
    text = document.read_text()
    before, after = text.split(BEGIN)[0], text.split(END)[1]
    document.write_text("\n".join([f"{before}{BEGIN}", *lines, f"{END}{after}"]))


def _of_bench(found: Found) -> Iterator[Row]:
    for target in TARGETS:
        part = found.get(target.path[0])
        on = part["machine"]["measured_at"] if part else ""
        yield _row(target, found if part else {}, on, "`make bench`")


def _of_load(found: Found) -> Iterator[Row]:
    for limit in LIMITS:
        stage = (
            found.get(limit.path[0], {}) if limit.path[0] != "verdicts" else found.get("sale", {})
        )
        form = stage["plan"]["name"] if stage else "full"
        yield _row(limit, found, stage.get("measured_at", ""), f"`make load LOAD={form}`")


def _of_proof(found: Found) -> Row:
    limit = f"0, 0 (≥ {_LEAST_CRASH_POINTS} calls)"
    if not found:
        return Row(_PROOF_SAYS, "not run", limit, "", "", "`make proof PROOF=full`")
    missed = sum(not one["caught"] for one in found["planted"])
    tried = f"{found['crash_points']} calls, {found['faults']} faults"
    enough = found["crash_points"] >= _LEAST_CRASH_POINTS
    held = not found["violations"] and not missed and enough
    return Row(
        _PROOF_SAYS,
        f"{len(found['violations'])}, {missed} of {len(found['planted'])} ({tried})",
        limit,
        "met" if held else "not met",
        f"{datetime.fromtimestamp((BUILD / 'proof.json').stat().st_mtime, UTC):%Y-%m-%d %H:%M}",
        f"`make proof PROOF={found['form']} SEED={found['seed']}`",
    )


def _row(target: Target, found: Found, on: str, again: str) -> Row:
    if not found:
        return Row(target.says, "not run", target.limit, "", "", again)
    value = measured(found, target)
    told = target.distance(value.median)
    cause = "" if target.met(value.median) else target.cause
    when = on.removesuffix(" UTC")
    return Row(target.says, _shown(value), target.limit, told, when, again, cause)


def _shown(value: Measured) -> str:
    """The median, and the quartiles around it."""
    if value.low is None or value.high is None:
        return _number(value.median)
    return f"{_number(value.median)} ({_number(value.low)} to {_number(value.high)})"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def _machine(bench: Found, load: Found) -> str:
    if not bench:
        return "Not measured here."
    machine = bench["machine"]
    told = (
        f"On {machine['processors']} processors ({machine['machine']}), Python "
        f"{machine['python']}, load average {machine['load_average_before']:.1f} to "
        f"{machine['load_average_after']:.1f}"
    )
    if load:
        before, after = load["sale"]["load_average"]
        told += f" (the sale: {before:.1f} to {after:.1f})"
    return f"{told}. Medians of one run, quartiles in brackets."


def _read(name: str) -> Found:
    file = BUILD / f"{name}.json"
    found: Found = json.loads(file.read_text()) if file.exists() else {}
    return found


if __name__ == "__main__":
    main()
