"""A deployment at a glance."""

from collections.abc import Iterable
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from orderloom_cli.views.fields import fields, listing, titled


def status_view(document: dict[str, Any]) -> RenderableType:
    executions = document["executions"]
    failed = executions["failed"] + executions["timed_out"]
    grid = fields(
        [
            ("Region", document["region"]),
            ("API", document["api_url"]),
            ("Simulator", document["simulator_url"]),
            ("AWS endpoint", document["endpoint_url"]),
            ("Processes", _processes(document["processes"])),
            (
                "Sagas",
                Text.assemble(
                    f"{executions['running']} running, ",
                    (f"{failed} failed", "bold red" if failed else "green"),
                ),
            ),
        ]
    )
    return Group(
        titled(Text.assemble((document["stack"], "bold")), grid),
        _depths("Queue", document["queues"], alarming=False),
        _depths("Dead letters", document["dead_letter_queues"], alarming=True),
    )


def _processes(processes: Iterable[dict[str, Any]]) -> str:
    return ", ".join(f"{each['name']} (pid {each['pid']})" for each in processes)


def _depths(title: str, rows: Iterable[dict[str, Any]], *, alarming: bool) -> Table:
    table = listing(
        title, "Ready", "In flight", "Delayed", numbers=frozenset({"Ready", "In flight", "Delayed"})
    )
    for row in rows:
        waiting = row["ready"] + row["in_flight"] + row["delayed"]
        style = ("bold red" if waiting else "green") if alarming else ""
        counts = (str(row[name]) for name in ("ready", "in_flight", "delayed"))
        table.add_row(row["queue"], *(Text(count, style=style) for count in counts))
    return table
