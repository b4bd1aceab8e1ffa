"""Refunds and ledgers."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.money import format_money
from orderloom_cli.plain_text import plain
from orderloom_cli.views.fields import fields, listing, titled
from orderloom_cli.views.words import moment

_TOTALS = (
    *("authorised", "captured", "refunded", "disputed"),
    *("reinstated", "fees", "paid_out", "held"),
)


def capture_view(capture: JsonObject) -> RenderableType:
    rows: list[tuple[str, str | Text | None]] = [
        ("State", capture["state"]),
        ("Amount", format_money(capture["amount"], capture["currency"])),
        ("Refused as", capture.get("code")),
        ("Asked for", moment(capture["requested_at"])),
    ]
    return titled(f"Capture {capture['id']} of {capture['order_id']}", fields(rows))


def refund_view(refund: JsonObject) -> RenderableType:
    rows: list[tuple[str, str | Text | None]] = [
        ("State", refund["state"]),
        ("Amount", format_money(refund["amount"], refund["currency"])),
        ("Reason", refund.get("reason")),
        ("At the provider", refund.get("refund_id")),
        ("Asked for", moment(refund["requested_at"])),
    ]
    return titled(f"Refund {refund['id']} of {refund['order_id']}", fields(rows))


def ledger_view(document: JsonObject) -> RenderableType:
    """Every entry with its two accounts, then the totals."""
    table = listing(
        "Posted", "What", "Object", "Debit", "Credit", "Amount", numbers=frozenset({"Amount"})
    )
    for entry in document["entries"]:
        debit, credit = (_account(entry, sign) for sign in (1, -1))
        amount = max(line["amount"] for line in entry["lines"])
        table.add_row(
            moment(entry["posted_at"]),
            entry["kind"],
            plain(entry["object_id"]),
            debit,
            credit,
            format_money(amount, entry["currency"]),
        )
    if not table.row_count:
        table.add_row(Text("no money moved yet", style="dim"))
    title = Text.assemble("Ledger of ", (document["order_id"], "bold"))
    return Group(title, table, _balances(document))


def _account(entry: JsonObject, sign: int) -> str:
    return ", ".join(line["account"] for line in entry["lines"] if line["amount"] * sign > 0)


def _balances(document: JsonObject) -> Table:
    table = listing(*(name.replace("_", " ").capitalize() for name in _TOTALS))
    for balance in document["balances"]:
        table.add_row(*(format_money(balance[name], balance["currency"]) for name in _TOTALS))
    return table
