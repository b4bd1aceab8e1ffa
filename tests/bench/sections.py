"""The page's sections, one for each part of what was measured."""

from collections.abc import Iterator
from html import escape
from typing import Any

from tests.bench.bars import Bar, chart


def acknowledging(found: dict[str, Any]) -> Iterator[str]:
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
    yield "<h2>Acknowledging a webhook</h2>"
    yield chart("Processor time for each acknowledged webhook", bars, "ms")
    yield chart("Wall time, one at a time", walls, "ms")


def signature(found: dict[str, Any]) -> Iterator[str]:
    taken, verdicts = found["microseconds"], found["verdicts"]
    bars = [Bar(name, (("time", each["median"]),)) for name, each in taken.items()]
    yield chart("Verifying and parsing a webhook", bars, "µs")
    yield (
        f"<p>{verdicts['compared']:,} hostile webhooks, {verdicts['taken']} of them genuine: "
        f"{verdicts['differing']} verdicts differ from Stripe's SDK.</p>"
    )


def pressure(found: dict[str, Any]) -> Iterator[str]:
    hanging = found["hanging"]
    bars = [Bar(f"p50, providers {kind}", (("ms", hanging[f"{kind}_p50_ms"]["median"]),))
            for kind in ("healthy", "hanging")]  # fmt: skip
    for name, loud in (("rush", "ten times the rate"), ("neighbour", "a noisy neighbour")):
        calm, noisy = found[name]["a_second"]
        bars.append(Bar(f"p99 at {calm:g} a second", _median(found[name]["calm_p99_ms"])))
        bars.append(Bar(f"p99, {loud} ({noisy:g})", _median(found[name]["loud_p99_ms"])))
    yield "<h2>The door under pressure</h2>"
    yield chart("Acknowledging, from arrival to answer", bars, "ms")
    yield (
        f"<p>{found['environments']} environments; {hanging['providers_asked']} connections "
        "were made to the providers that hang.</p>"
    )


def _median(found: dict[str, float]) -> tuple[tuple[str, float], ...]:
    return (("ms", found["median"]),)


def cold(door: dict[str, Any], functions: dict[str, Any]) -> Iterator[str]:
    starts = [Bar(name, _median(each)) for name, each in door["door"]["ttfa_ms"].items()]
    yield "<h2>Cold starts</h2>"
    yield chart("ingest_webhook: spawned to first answer", starts, "ms")
    for over, against in (("stub", "a stub that imports only what it must"), ("noop", "a no-op")):
        others = [
            Bar(name, (("ratio", each[f"ttfa_over_{over}"]["median"]),))
            for name, each in functions["functions"].items()
        ]
        yield chart(f"Every other function to its first answer, over {against}", others, "times")


def orders(found: dict[str, Any], as_of: str) -> Iterator[str]:
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
