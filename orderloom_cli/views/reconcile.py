"""What a reconciliation found."""

from rich.table import Table
from rich.text import Text

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.views.fields import listing
from orderloom_cli.views.words import moment

_GAP_NUMBERS = frozenset({"Read", "Delivered", "Missing"})
_HOUR_NUMBERS = frozenset({"Delivered", "Missing", "Repaired", "Polled"})


def gaps_view(found: list[JsonObject]) -> Table:
    """A row for each book of each connection, and one for each event that is missing."""
    columns = ("Provider", "Book", "Read", "Delivered", "Missing", "Which")
    table = listing("Tenant", *columns, numbers=_GAP_NUMBERS)
    for each in found:
        missing = each["missing"]
        table.add_row(
            each["tenant_id"],
            each["provider"],
            each["book"],
            str(each["read"]),
            str(each["delivered"]),
            Text(str(len(missing)), style="bold red" if missing else "green"),
            Text(_which(each)),
        )
    return table


def hours_view(hours: list[JsonObject]) -> Table:
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


def _which(each: JsonObject) -> str:
    if "error" in each:
        return str(each["error"])
    return "\n".join(f"{event['event_id']} {event['event_type']}" for event in each["missing"])
