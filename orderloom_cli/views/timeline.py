"""A timeline: when, who, what, and a few words more."""

from datetime import datetime
from typing import Any

from rich.console import Group
from rich.text import Text

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.money import format_money
from orderloom_cli.plain_text import plain
from orderloom_cli.views.fields import listing
from orderloom_cli.views.status_colour import status_text
from orderloom_cli.views.words import short_id

_ACTOR_STYLE = {"api": "cyan", "saga": "blue", "webhook": "magenta"}
# What is told elsewhere on the line, or is of use to programs only.
_LEFT_OUT = frozenset(
    {
        "allocations",
        "amount",
        "currency",
        "lifecycle",
        "exhausted",
        "restart_saga",
        "occurred_at",
        "event_type",
        "object_id",
        "provider",
        "label_key",
        "stock_released",
        "cost",
        "cost_currency",
    }
)


def timeline_view(document: JsonObject) -> Group:
    """Times count from the order's first event."""
    table = listing("Time", "By", "Event", "Detail")
    table.columns[0].justify = "right"
    for column in table.columns[:3]:
        column.no_wrap = True
    events = document["events"]
    times = [datetime.fromisoformat(event["recorded_at"]) for event in events]
    for event, moment in zip(events, times, strict=True):
        elapsed = moment - times[0]
        table.add_row(
            f"+{elapsed.total_seconds():.1f} s",
            Text(event["actor"], style=_ACTOR_STYLE.get(event["actor"], "")),
            event["type"],
            detail(event),
        )
    title = Text.assemble(
        "Timeline of ", (document["order_id"], "bold"), ": ", status_text(document["status"])
    )
    if document.get("archived"):
        title.append(" (archived)", "dim")
    return Group(title, table)


def detail(event: JsonObject) -> Text:
    """Money first, then what the event says, then the webhook behind it."""
    data: dict[str, Any] = event.get("data") or {}
    parts = [
        money
        for money in (_money(data, "amount", "currency"), _money(data, "cost", "cost_currency"))
        if money
    ]
    parts += [
        f"{name.replace('_', ' ')} {_short(value)}"
        for name, value in data.items()
        if name not in _LEFT_OUT and value not in (None, "", [], {})
    ]
    text = Text(plain(", ".join(parts)))
    source = event.get("provider_event")
    if source:
        webhook = plain(f"{source['event_type']} {short_id(source['event_id'])}")
        text.append(f"{' · ' if parts else ''}{webhook}", "dim")
        if source.get("replayed"):
            text.append(" replayed", "bold yellow")
        if source.get("swept"):
            text.append(" swept", "bold yellow")
    return text


def _money(data: dict[str, Any], amount: str, currency: str) -> str | None:
    if isinstance(data.get(amount), int) and data.get(currency):
        return format_money(data[amount], data[currency])
    return None


def _short(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"({len(value)})"
    if isinstance(value, dict):
        return ", ".join(f"{name} {inner}" for name, inner in value.items())
    return str(value)
