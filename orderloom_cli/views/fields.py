"""The shape all detail views share: a name on the left, its value on the right."""

from collections.abc import Iterable

from rich import box
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from orderloom_cli.plain_text import plain

Value = str | Text | None


def fields(rows: Iterable[tuple[str, Value]]) -> Table:
    """Rows without a value are left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in rows:
        if value not in (None, ""):
            grid.add_row(name, value if isinstance(value, Text) else Text(plain(value)))
    return grid


def titled(title: str | Text, content: Table) -> Panel:
    return Panel(content, title=title, title_align="left", box=box.ROUNDED, expand=False)


def listing(*columns: str, numbers: frozenset[str] = frozenset()) -> Table:
    """A table of many things; columns of numbers stand right."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, justify="right" if name in numbers else "left", overflow="fold")
    return table
