"""The findings as one page: what was aimed at, what was measured, and what it leaves out."""

from collections.abc import Iterator
from html import escape
from typing import Any

from tests.bench.bars import Bar, chart
from tests.bench.targets import TARGETS, Target

_STYLE = """body{font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;
color:#222}table{border-collapse:collapse}td,th{padding:.3rem .8rem;
border-bottom:1px solid #ddd;text-align:left}
.missed{color:#a00;font-weight:bold}svg{width:100%;height:auto;margin:1rem 0}"""

CAUSES = {
    "wru_per_order": "A scan that moves the parcel on rewrites the order's head and puts its "
    "event, in a transaction: four units, three of them for one that an item of the parcel's own "
    "would save. A carrier's call takes a unit for its turn. See docs/cost.md.",
    "fastapi_cpu_over_ours": "Of our 0.7 ms, 0.2 are the runtime client's own; the log line, the "
    "metric and http.client's reading of an answer are most of the rest.",
}
"""Where a target is known not to be met: why."""

_PLAINLY = """
The queue behind our acknowledgement is an echo on loopback: SQS's own work, and API Gateway's, is
Amazon's and not counted; the peers' servers and their database are.
One worker each, one request at a time: processor time for each webhook, not throughput. dj-stripe
asks the provider for each object; that API answers at once here.
Loopback speaks plain HTTP: no TLS handshake is in any cold start.
Durations are the emulator's on this machine, billed at the memory of the production stage.
An order is counted while it is the only one, so no invocation is shared in a batch. Its four
scans all move the parcel on: in transit, out for delivery, at the pick-up point, delivered.
Not counted: storage, archiving 90 days later, and polling of idle queues.
Naive design and floor are the quantities of the study behind this project, at these prices.
"""


def page(document: dict[str, Any]) -> str:
    """HTML that loads nothing from anywhere."""
    body = "\n".join(_body(document))
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Orderloom: bench</title>'
        f"<style>{_STYLE}</style><body>{body}</body></html>\n"
    )


def _body(document: dict[str, Any]) -> Iterator[str]:
    machine = document["machine"]
    yield "<h1>What it takes, in ratios measured in one run</h1>"
    yield (
        f"<p>{escape(machine['measured_at'])}, {machine['processors']} processors "
        f"({escape(machine['machine'])}), Python {escape(machine['python'])}, load average "
        f"{machine['load_average_before']:.1f} to {machine['load_average_after']:.1f}. "
        f"{document['rounds']} rounds in turns; medians, quartiles in bench.json. "
        "Repeat it with <code>make bench</code>.</p>"
    )
    yield _table(document)
    yield _acknowledging(document["acknowledging"])
    yield _cold(document["cold"])
    yield from _orders(document["orders"], document["prices_as_of"])
    yield "<h2>Said plainly</h2><ul>"
    yield from (f"<li>{escape(line)}</li>" for line in _sentences())
    yield f"</ul><p>{escape(document['acknowledging']['postgres'])}.</p>"


def _sentences() -> list[str]:
    """One for each line that ends with a full stop."""
    return [part.replace("\n", " ") + "." for part in _PLAINLY.strip().rstrip(".").split(".\n")]


def _table(document: dict[str, Any]) -> str:
    rows = "".join(_row(target, document[target.key]) for target in TARGETS)
    return f"<table><tr><th>what<th>measured<th>target<th></tr>{rows}</table>"


def _row(target: Target, value: float) -> str:
    told = "met" if target.met(value) else _missed(target, value)
    return (
        f"<tr><td>{escape(target.says)}<br><code>{target.key}</code><td>{value:.2f}"
        f"<td>{escape(target.limit)}<td>{told}</tr>"
    )


def _missed(target: Target, value: float) -> str:
    limit = target.at_most if target.at_most is not None else target.at_least
    away = abs(value / (limit or 1) - 1)
    cause = escape(CAUSES.get(target.key, "no cause known: look at the load average first"))
    return f'<span class="missed">missed by {away:.0%}</span><br>{cause}'


def _acknowledging(found: dict[str, Any]) -> str:
    bars = [
        Bar(
            name,
            (
                ("function or server", each["cpu_ms"]["median"]),
                ("database", each["database_cpu_ms"]["median"]),
            ),
        )
        for name, each in found["contenders"].items()
    ]
    walls = [
        Bar(name, (("wall", each["wall_ms"]["median"]),))
        for name, each in found["contenders"].items()
    ]
    return (
        "<h2>Acknowledging a webhook</h2>"
        + chart("Processor time for each acknowledged webhook", bars, "ms")
        + chart("Wall time, one at a time", walls, "ms")
    )


def _cold(found: dict[str, Any]) -> str:
    door = found["door"]["ttfa_ms"]
    starts = [Bar(name, (("ms", each["median"]),)) for name, each in door.items()]
    others = [
        Bar(name, (("ratio", each["init_over_noop"]["median"]),))
        for name, each in found["functions"].items()
    ]
    return (
        "<h2>Cold starts</h2>"
        + chart("ingest_webhook: spawned to first answer", starts, "ms")
        + chart("Init of every function, over a no-op's", others, "times")
    )


def _orders(found: dict[str, Any], as_of: str) -> Iterator[str]:
    bars = [
        Bar(name, tuple(bill.items())) for name, bill in found["bills_per_million_orders"].items()
    ]
    yield f"<h2>What an order costs</h2><p>List prices as of {escape(as_of)}, us-east-1.</p>"
    yield chart("USD for a million orders, paid, shipped and delivered", bars, "USD", mark=180)
    yield "<table><tr><th>for each order" + "".join(f"<th>{name}" for name in found["per_order"])
    for quantity in found["per_order"]["ours"]:
        values = "".join(f"<td>{each[quantity]:,.2f}" for each in found["per_order"].values())
        yield f"<tr><td>{quantity.replace('_', ' ')}{values}"
    yield "</table>"
    writes = [
        Bar(kind, (("units", unit["writes"]),))
        for kind, unit in found["units_by_partition"].items()
        if unit["writes"]
    ]
    yield chart("Write units of an order, by kind of partition", writes, "WRU")
