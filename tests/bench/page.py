"""The findings as one page: what was aimed at, what was measured, and what it leaves out."""

from collections.abc import Iterator
from html import escape
from typing import Any

from tests.bench.sections import acknowledging, cold, orders, pressure, signature
from tests.bench.targets import TARGETS, Target

_STYLE = """body{font-family:sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;
color:#222}table{border-collapse:collapse}td,th{padding:.3rem .8rem;
border-bottom:1px solid #ddd;text-align:left}
.missed{color:#a00;font-weight:bold}svg{width:100%;height:auto;margin:1rem 0}"""

_PLAINLY = """
The queue behind our acknowledgement is an echo on loopback: SQS's own work, and API Gateway's, is
Amazon's and not counted; the peers' servers and their database are.
Under pressure, several environments of the door share this machine's processors with the echo
and with who sends; AWS gives each environment its own share.
Where providers hang, every provider's address that the door has takes connections and never
answers; of these the door asks one alone, for ShipStation's published key, once an hour.
Every other function answers an event it has handled before, with what AWS answered then: it reads,
decides that nothing is to be done and says so; no provider's SDK is in it.
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
    yield from acknowledging(document["acknowledging"])
    yield from signature(document["signature"])
    yield from pressure(document["pressure"])
    yield from cold(document["cold"], document["functions"])
    yield from orders(document["orders"], document["prices_as_of"])
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
    told = target.distance(value)
    if not target.met(value):
        told = f'<span class="missed">{told}</span><br>{escape(target.cause)}'
    return (
        f"<tr><td>{escape(target.says)}<br><code>{target.key}</code><td>{value:.3g}"
        f"<td>{escape(target.limit)}<td>{told}</tr>"
    )
