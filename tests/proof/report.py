"""The report: a page to read and a document for programs, in build/."""

import html
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.proof.findings import Findings
from tests.proof.points import both_ways, distinct

_STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ccc;"
    "padding:.25rem .6rem;text-align:left;vertical-align:top}code,pre{font-size:13px}"
    ".bad{color:#b00020}.good{color:#0a6b2d}"
)


def write_report(findings: Findings, folder: Path) -> None:
    """proof.json and proof.html."""
    folder.mkdir(parents=True, exist_ok=True)
    document = _document(findings)
    (folder / "proof.json").write_text(json.dumps(document, indent=1) + "\n")
    (folder / "proof.html").write_text(_page(findings, document))


def _document(findings: Findings) -> dict[str, Any]:
    return {
        "verdict": findings.verdict(),
        "holds": findings.holds,
        "form": findings.form,
        "seed": findings.seed,
        "seconds": round(findings.seconds),
        "crash_points": distinct(findings.points),
        "crashes": len(findings.points),
        "crash_points_both_ways": both_ways(findings.points),
        "faults": len(findings.faults),
        "violations": [asdict(one) for one in findings.broken],
        "dead_letters_replayed": findings.replayed,
        "by_category": findings.by_category,
        "planted": [
            {
                "name": one.name,
                "caught": bool(one.seen),
                "seen": list(one.seen),
                "seconds": round(one.seconds, 1),
            }
            for one in findings.caught.values()
        ],
        "points": [
            {"flow": point.flow, "function": point.call.function, "call": point.call.name}
            | {"nth": point.call.nth, "died": "after" if point.after else "before"}
            for point in sorted(findings.points)
        ],
        "rehearsed": findings.rehearsed,
        "missed": [f"{point.flow}: {point.call}" for point in findings.missed],
        "fault_trials": [asdict(one) for one in findings.faults],
    }


def _page(findings: Findings, document: dict[str, Any]) -> str:
    mood = "good" if findings.holds else "bad"
    parts = [
        f"<h1>Proof</h1><p class={mood}><b>{_text(findings.verdict())}</b></p>",
        f"<p>{_text(_how(findings, document))}</p>",
        "<h2>Violations</h2>",
        *(_violation(one) for one in document["violations"]),
        "" if document["violations"] else "<p>None.</p>",
        "<h2>Counts</h2>",
        _table(("what", "tried"), document["by_category"].items()),
        "<h2>Planted bugs</h2>",
        _table(
            ("bug", "first violation seen"),
            ((one["name"], (one["seen"] or ["not caught"])[0]) for one in document["planted"]),
        ),
        "<h2>Crash points</h2>",
        _table(
            ("flow", "function", "call", "nth", "died"),
            (tuple(one.values()) for one in document["points"]),
        ),
        "<h2>Faults</h2>",
        _table(("category", "trial"), (tuple(one.values()) for one in document["fault_trials"])),
        "<h2>Not met</h2><p>Calls that the trial did not make this time, or had no time for.</p>",
        _table(("call",), ((one,) for one in document["missed"])),
    ]
    head = f"<meta charset=utf-8><title>Orderloom: proof</title><style>{_STYLE}</style>"
    return f"<!doctype html><html lang=en>{head}{''.join(parts)}</html>\n"


def _how(findings: Findings, document: dict[str, Any]) -> str:
    return (
        f"{findings.form}, seed {findings.seed}, {document['seconds']} s; "
        f"{document['crashes']} deaths at {document['crash_points']} calls, "
        f"at {document['crash_points_both_ways']} of them before as well as after; "
        f"{findings.replayed} dead letters replayed. "
        f"Again: make proof PROOF={findings.form} SEED={findings.seed}"
    )


def _violation(one: dict[str, Any]) -> str:
    history = "\n".join(one["history"])
    told = f"{one['rule']}: {one['tenant']} {one['order']}: {one['seen']}"
    story = f"{one['story']} {one['stuck']}"
    return (
        f"<h3 class=bad>{_text(told)}</h3><p>{_text(story)}</p>"
        f"<details><summary>history</summary><pre>{_text(history)}</pre></details>"
    )


def _table(names: tuple[str, ...], rows: Any) -> str:
    head = "".join(f"<th>{_text(name)}</th>" for name in names)
    body = "".join(
        f"<tr>{''.join(f'<td>{_text(str(cell))}</td>' for cell in row)}</tr>" for row in rows
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def _text(words: str) -> str:
    return html.escape(words)
