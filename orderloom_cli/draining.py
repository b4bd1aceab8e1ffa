"""Following a drain until it ends, with a bar."""

import time
from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from orderloom_cli.clients.json_http import JsonObject

_BETWEEN_LOOKS_SECONDS = 1.0


def followed(
    drain: JsonObject,
    look: Callable[[], JsonObject],
    console: Console,
    *,
    sleep: Callable[[float], None] = time.sleep,
) -> JsonObject:
    """The drain as it ended. Who interrupts this interrupts the looking only."""
    columns = (
        TextColumn("[bold]Labels"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[told]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=not console.is_terminal) as progress:
        task = progress.add_task("drain", told="")
        while True:
            done = drain["shipped"] + drain["failed"]
            total = done + drain["queued"] + drain["left"]
            told = (
                f"[green]{drain['shipped']} shipped[/], [red]{drain['failed']} failed[/], "
                f"{drain['queued']} on their way, {drain['left']} left"
            )
            progress.update(task, completed=done, total=total or 1, told=told)
            if drain["state"] != "running":
                return drain
            sleep(_BETWEEN_LOOKS_SECONDS)
            drain = look()
