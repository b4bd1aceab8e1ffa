"""An order, and a list of orders."""

from collections.abc import Iterable
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.money import format_money
from orderloom_cli.plain_text import plain
from orderloom_cli.views.fields import fields, listing, titled
from orderloom_cli.views.status_colour import status_text
from orderloom_cli.views.words import moment

_ADDRESS = ("name", "line1", "line2", "postal_code", "city", "state", "country")


def order_view(order: JsonObject) -> RenderableType:
    """Everything a person asks first, then the lines."""
    currency = order["currency"]
    attention = order.get("attention")
    rows: list[tuple[str, str | Text | None]] = [
        ("Status", status_text(order["status"])),
        ("Closed because", order.get("close_reason")),
        ("Total", format_money(order["total"], currency)),
        ("Reference", order.get("reference")),
        ("Customer", _customer(order.get("customer") or {})),
        ("Ship to", address_line(order.get("ship_to") or {})),
        ("Payment", _payment(order.get("payment") or {}, currency)),
        ("Parcel", _parcel(order.get("fulfilment") or {})),
        ("Disputes", _disputes(order.get("disputes") or [])),
        ("Created", moment(order.get("created_at"))),
        ("Updated", f"{moment(order.get('updated_at'))} (version {order.get('version')})"),
    ]
    if order.get("archived"):
        rows.append(("Archived", "yes"))
    if attention:
        until = f" until {moment(attention['due'])}" if attention.get("due") else ""
        task = (
            f"{attention['kind']}{until} since {moment(attention['since'])}: {attention['detail']}"
        )
        rows.insert(1, ("Needs a person", Text(plain(task), style="bold magenta")))
    return Group(titled(f"Order {order['id']}", fields(rows)), _lines(order["lines"], currency))


def order_list(orders: Iterable[JsonObject]) -> Table:
    table = listing(
        "Order", "Status", "Total", "Created", "Version", numbers=frozenset({"Total", "Version"})
    )
    for order in orders:
        table.add_row(
            order["id"],
            status_text(order["status"]),
            format_money(order["total"], order["currency"]),
            moment(order["created_at"]),
            str(order["version"]),
        )
    if not table.row_count:
        table.add_row(Text("no orders yet", style="dim"))
    return table


def address_line(address: dict[str, Any]) -> str:
    return ", ".join(str(address[part]) for part in _ADDRESS if address.get(part))


def _lines(lines: Iterable[JsonObject], currency: str) -> Table:
    table = listing(
        "SKU", "Name", "Quantity", "Each", "Sum", numbers=frozenset({"Quantity", "Each", "Sum"})
    )
    for line in lines:
        table.add_row(
            line["sku"],
            Text(plain(line["name"])),
            str(line["quantity"]),
            format_money(line["unit_price"], currency),
            format_money(line["unit_price"] * line["quantity"], currency),
        )
    return table


def _customer(customer: dict[str, Any]) -> str:
    return f"{customer.get('name', '')} <{customer.get('email', '')}>" if customer else ""


def _payment(payment: dict[str, Any], currency: str) -> str:
    parts = [str(payment.get("state", "")), payment.get("intent_id")]
    kept = payment.get("authorisation")
    if kept and not kept["ended"]:
        until = f" until {moment(kept['lapses_at'])}" if kept["lapses_at"] else ""
        parts.append(f"{format_money(kept['amount'], currency)} can be captured{until}")
    if payment.get("captured"):
        parts.append(f"captured {format_money(payment['captured'], currency)}")
    if payment.get("refunded"):
        parts.append(f"refunded {format_money(payment['refunded'], currency)}")
    if payment.get("failed_attempts"):
        tried = f"{payment['failed_attempts']} of {payment['max_attempts']} attempts failed"
        parts.append(f"{tried} ({payment.get('decline_code')})")
    return ", ".join(part for part in parts if part)


def _disputes(disputes: Iterable[JsonObject]) -> str:
    return ", ".join(
        f"{one['dispute_id']} {one['state']} over {format_money(one['amount'], one['currency'])}"
        for one in disputes
    )


def _parcel(parcel: dict[str, Any]) -> str:
    parts = [
        parcel.get("state"),
        parcel.get("carrier"),
        parcel.get("service"),
        parcel.get("tracking_number"),
    ]
    if parcel.get("cost") is not None:
        parts.append(format_money(parcel["cost"], parcel.get("cost_currency") or "USD"))
    return ", ".join(str(part) for part in parts if part)
