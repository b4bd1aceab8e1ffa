"""What a reconciliation found."""

from rich.table import Table
from rich.text import Text

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.money import format_money
from orderloom_cli.plain_text import plain
from orderloom_cli.views.fields import listing
from orderloom_cli.views.words import moment

_GAP_NUMBERS = frozenset({"Read", "Delivered", "Missing"})
_HOUR_NUMBERS = frozenset({"Delivered", "Missing", "Repaired", "Polled"})
_PAYOUT_NUMBERS = frozenset({"Amount", "Lines", "Matched", "Of orders", "Unexplained"})


def gaps_view(found: list[JsonObject]) -> Table:
    """A row for each book of each connection, with what is missing in it."""
    columns = ("Provider", "Book", "Read", "Delivered", "Missing", "Which")
    table = listing("Tenant", *columns, numbers=_GAP_NUMBERS)
    for each in found:
        missing = len(each["missing"])
        table.add_row(
            each["tenant_id"],
            each["provider"],
            each["book"],
            str(each["read"]),
            str(each["delivered"]),
            Text(str(missing), style="bold red" if missing else "green"),
            Text(plain(_which(each))),
        )
    return table


def hours_view(hours: list[JsonObject]) -> Table:
    """What was found in each hour; a silent one had missing events and nothing else."""
    columns = ("Provider", "Hour", "Delivered", "Missing", "Repaired", "Polled", "")
    table = listing("Tenant", *columns, numbers=_HOUR_NUMBERS)
    for each in hours:
        table.add_row(
            each["tenant_id"],
            each["provider"],
            moment(each["hour"]),
            *(str(each[name]) for name in ("delivered", "missing", "repaired", "polled")),
            Text("silent" if each["silent"] else "", style="bold red"),
        )
    return table


def payouts_view(found: list[JsonObject]) -> Table:
    """Payouts worked on; what is unexplained is told once all of one was read."""
    columns = ("Amount", "Lines", "Matched", "Of orders", "Unexplained")
    table = listing("Tenant", "Payout", *columns, numbers=_PAYOUT_NUMBERS)
    for each in found:
        for payout in each["payouts"]:
            currency, left = payout["currency"], payout["unexplained"]
            table.add_row(
                each["tenant_id"],
                plain(payout["payout_id"]),
                format_money(payout["amount"], currency),
                str(payout["lines"]),
                str(payout["matched"]),
                format_money(payout["matched_net"], currency),
                "" if left is None else format_money(left, currency),
            )
    return table


def _which(each: JsonObject) -> str:
    if "error" in each:
        return str(each["error"])
    events = [f"{event['event_id']} {event['event_type']}" for event in each["missing"]]
    return "\n".join([*events, *each["moved"]])
