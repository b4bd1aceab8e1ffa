"""What an earlier run of the same proof has found, read from its report."""

import json
from pathlib import Path
from typing import Any

from tests.proof.findings import Broken, Caught, Faced, Findings
from tests.proof.points import Point
from tests.proof.troubles import Call


def earlier(folder: Path, seed: int, form: str) -> Findings:
    """To go on with; empty if the report is of another seed or form, or there is none."""
    report = folder / "proof.json"
    document = json.loads(report.read_text()) if report.exists() else {}
    if (document.get("seed"), document.get("form")) != (seed, form):
        return Findings(seed, form)
    return Findings(
        seed,
        form,
        points={_point(one) for one in document["points"]},
        faults=[Faced(**one) for one in document["fault_trials"]],
        broken=[Broken(**one) for one in document["violations"]],
        caught={
            one["name"]: Caught(one["name"], one["seen"], one["seconds"])
            for one in document["planted"]
            if one["caught"]
        },
        replayed=document["dead_letters_replayed"],
        seconds=document["seconds"],
    )


def _point(one: dict[str, Any]) -> Point:
    call = Call(one["function"], one["call"], one["nth"])
    return Point(one["flow"], call, after=one["died"] == "after")
