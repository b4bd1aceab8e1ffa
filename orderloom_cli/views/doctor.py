"""The doctor's findings."""

from rich.console import Group, RenderableType
from rich.text import Text

from orderloom_cli.doctor.findings import Report, Severity
from orderloom_cli.plain_text import plain
from orderloom_cli.views.fields import listing

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}


def report_view(report: Report) -> RenderableType:
    """A table of what was found, or that nothing was."""
    checked = ", ".join(report.checked) or "nothing connected"
    title = Text(f"{plain(report.tenant_id)}: {checked}", style="bold")
    if not report.findings:
        return Group(title, Text("Nothing is wrong.", style="green"))
    table = listing("Severity", "Provider", "Check", "What is wrong", "How to mend it")
    for found in report.findings:
        table.add_row(
            Text(found.severity.value, style=_STYLES[found.severity]),
            plain(found.provider),
            found.check,
            plain(found.what),
            plain(found.mend),
        )
    return Group(title, table)
