"""Dead-letter queues, their messages, and what became of them."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from rich import box
from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from orderloom_cli.plain_text import plain
from orderloom_cli.views.fields import fields, listing, titled
from orderloom_cli.views.words import age, moment, short_id

_PREVIEW = 400
_OUTCOME = {
    "would_replay": ("would replay", "cyan"),
    "replayed": ("replayed", "green"),
    "kept": ("kept", "red"),
    "sent_not_deleted": ("sent, still here", "yellow"),
    "would_delete": ("would delete", "cyan"),
    "deleted": ("deleted", "green"),
}


def queues_table(documents: Iterable[dict[str, Any]], now: datetime) -> Table:
    table = listing(
        "Queue",
        "Comes from",
        "Depth",
        "Being looked at",
        "Oldest",
        numbers=frozenset({"Depth", "Being looked at"}),
    )
    for each in documents:
        oldest = each["oldest"]
        table.add_row(
            Text(each["queue"], style="bold"),
            ", ".join(each["source"]),
            Text(str(each["depth"]), style="bold red" if each["depth"] else "green"),
            str(each["in_flight"]),
            age(oldest, now) if oldest else "-",
        )
    return table


def letter_panel(document: dict[str, Any], now: datetime, *, whole: bool) -> Panel:
    first_seen = document["first_seen"]
    event = " ".join(part for part in (document["provider"], document["event_id"]) if part)
    replayed = Text("yes, and it came back", style="yellow") if document["replayed_before"] else ""
    grid = fields(
        [
            ("Tenant", document["tenant"]),
            ("Kind", document["kind"]),
            ("Event", event),
            ("Comes from", document["source"]),
            ("First seen", f"{moment(first_seen)} ({age(first_seen, now)} ago)"),
            ("Received", f"{document['receive_count']} times"),
            ("Replayed", replayed),
            ("What it is", document["explanation"]),
            ("Body", _body(document["body"], whole=whole)),
        ]
    )
    return titled(Text.assemble((document["queue"], "bold"), f" · {document['message_id']}"), grid)


def results_view(documents: Sequence[dict[str, Any]]) -> Group:
    """One row a message; reasons stand below, where there is room for a sentence."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name in ("Outcome", "Message", "Tenant", "Event", "To"):
        table.add_column(name, overflow="fold", no_wrap=name == "Message")
    for each in documents:
        word, style = _OUTCOME[each["outcome"]]
        named = (each["provider"], each["event_id"] and short_id(each["event_id"]))
        table.add_row(
            Text(word, style=style),
            each["message_id"],
            Text(plain(each["tenant"] or "-")),
            Text(plain(" ".join(part for part in named if part) or each["kind"] or "-")),
            each.get("target") or "-",
        )
    if not documents:
        return Group(Text("No message matches.", style="dim"))
    return Group(table, *(_reason(each) for each in documents if each.get("detail")))


def _reason(document: dict[str, Any]) -> Text:
    word, style = _OUTCOME[document["outcome"]]
    return Text.assemble((word, style), f" {document['message_id']}: {plain(document['detail'])}")


def _body(body: object, *, whole: bool) -> Text:
    text = plain(body if isinstance(body, str) else json.dumps(body, ensure_ascii=False))
    if not whole and len(text) > _PREVIEW:
        return Text.assemble(text[:_PREVIEW], (f" … ({len(text)} characters; --body)", "dim"))
    return Text(text)
