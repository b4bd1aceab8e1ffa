"""Stock, counter by counter."""

from collections.abc import Sequence

from rich.panel import Panel
from rich.table import Table

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.plain_text import plain
from orderloom_cli.views.fields import fields, listing, titled

_COUNTERS = ("Counter", "Available", "Moves")
_FIGURES = ("received", "available", "reserved", "shipped", "drift", "left")


def stock_view(stock: JsonObject) -> Panel:
    return titled(
        f"Stock of {plain(stock['sku'])}",
        fields(
            [
                ("Received", str(stock["received"])),
                ("Available", str(stock["available"])),
                ("Counters", str(len(stock["counters"]))),
            ]
        ),
    )


def counters_view(stock: JsonObject) -> Table:
    table = listing(*_COUNTERS, numbers=frozenset(_COUNTERS))
    for counter in stock["counters"]:
        table.add_row(*(str(counter[name]) for name in ("shard", "available", "moves")))
    return table


def drifts_view(drifts: Sequence[JsonObject]) -> Table:
    names = [name.capitalize() for name in _FIGURES]
    table = listing("SKU", *names, "Mended", numbers=frozenset(names))
    for drift in drifts:
        mended = ", ".join(f"#{it['shard']} {it['units']:+}" for it in drift["corrections"])
        table.add_row(plain(drift["sku"]), *(str(drift[name]) for name in _FIGURES), mended)
    return table
