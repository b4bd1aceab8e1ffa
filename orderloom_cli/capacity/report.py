"""The findings for people and for programs."""

from typing import Any

from orderloom.domain.sharding import ORDER_LIST
from rich.console import Group, RenderableType
from rich.text import Text

from orderloom_cli.capacity.run import Findings
from orderloom_cli.capacity.storage import items_in_largest, monthly
from orderloom_cli.capacity.tally import READ_LIMIT, WRITE_LIMIT, Rates
from orderloom_cli.views.fields import fields, listing, titled

P999 = 0.999
_COLUMNS = ("partitions", "hit a second", "WRU/s max", "p99.9", "RRU/s max", "p99.9 ", "items")


def verdict(findings: Findings) -> str:
    """The last line."""
    writes, reads = findings.tally.most_written.units, findings.tally.most_read.units
    return f"hottest partition: {writes:.0f} WRU/s, {reads:.0f} RRU/s"


def too_hot(findings: Findings) -> list[str]:
    """Partitions above what DynamoDB serves, named."""
    tally = findings.tally
    found = []
    if tally.most_written.units > WRITE_LIMIT:
        found.append(f"{tally.most_written.partition}: {tally.most_written.units:.0f} WRU/s")
    if tally.most_read.units > READ_LIMIT:
        found.append(f"{tally.most_read.partition}: {tally.most_read.units:.0f} RRU/s")
    return found


def document(findings: Findings) -> dict[str, Any]:
    month = monthly(findings)
    return {
        "hottest": {
            "write_units": round(findings.tally.most_written.units, 1),
            "written": findings.tally.most_written.partition,
            "read_units": round(findings.tally.most_read.units, 1),
            "read": findings.tally.most_read.partition,
        },
        "list_shards": findings.list_shards,
        "stock_shards": findings.stock_shards,
        "month": {
            "orders": month.orders,
            "write_units": round(month.write_units),
            "read_units": round(month.read_units),
            "gigabytes": round(month.gigabytes),
            "usd_of_requests": round(month.usd_of_requests),
            "usd_of_storage": round(month.usd_of_storage),
        },
        "families": [
            {
                "partitions": family.value,
                "hit_a_second": rates.partitions / findings.traffic.seconds,
                "write_units": _rates(rates.writes),
                "read_units": _rates(rates.reads),
                "items": items_in_largest(family, findings),
            }
            for family, rates in findings.tally.families.items()
        ],
    }


def _rates(rates: Rates) -> dict[str, Any]:
    return {
        "max": round(rates.hottest.units, 2),
        "p999": round(rates.percentile(P999), 2),
        "hottest": rates.hottest.partition,
    }


def table(findings: Findings) -> RenderableType:
    rows = listing(*_COLUMNS, numbers=frozenset(_COLUMNS[1:]))
    for row in document(findings)["families"]:
        rows.add_row(
            row["partitions"],
            f"{row['hit_a_second']:,.0f}",
            _units(row["write_units"]["max"], WRITE_LIMIT),
            _units(row["write_units"]["p999"], WRITE_LIMIT),
            _units(row["read_units"]["max"], READ_LIMIT),
            _units(row["read_units"]["p999"], READ_LIMIT),
            f"{row['items']:,}",
        )
    return Group(titled("The table under this traffic", rows), _costs(findings))


def _units(units: float, limit: int) -> Text:
    if not units:
        return Text("-", style="dim")
    style = "bold red" if units > limit else "yellow" if units > limit / 2 else ""
    return Text(f"{units:,.1f}", style=style)


def _costs(findings: Findings) -> RenderableType:
    traffic, month = findings.traffic, monthly(findings)
    writes, reads = month.write_units / month.orders, month.read_units / month.orders
    largest_page = traffic.page_size + findings.list_shards / 2
    any_page = traffic.page_size + ORDER_LIST.first / 2
    rows = {
        "Tenants": f"{traffic.tenants:,}, the largest with {traffic.largest_share:.0%}",
        "Orders": f"{traffic.orders_per_second:,} a second, {month.orders:,.0f} a month",
        "Shards of the largest's list": f"{findings.list_shards}",
        "Shards of the SKU on sale": f"{findings.stock_shards}",
        "An order": f"{writes:.1f} WRU, {reads:.1f} RRU, with all that is asked of it",
        "Reading an order": "2 RRU",
        f"A page of {traffic.page_size}": f"{any_page:g} RRU, {largest_page:g} of the largest",
        "A month's requests": f"${month.usd_of_requests:,.0f}",
        "A month's orders": f"{month.gigabytes:,.0f} GB, ${month.usd_of_storage:,.0f} a month",
    }
    return titled("What it costs", fields(rows.items()))
