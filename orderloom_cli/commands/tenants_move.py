"""`orderloom tenants move`: tenants' data to another table, while orders are placed."""

from typing import Annotated

import typer
from rich.text import Text

from orderloom_cli.errors import UsageError
from orderloom_cli.session import session_of
from orderloom_cli.tenancy.office import Office

_Tenants = Annotated[list[str], typer.Argument(help="One or more; a batch shares its scans.")]


def move(
    context: typer.Context,
    tenants: _Tenants,
    to: Annotated[str, typer.Option(help="`pooled`, or the name of an isolated table.")],
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with moves that a run left unfinished.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what it takes; change nothing.")
    ] = False,
    freeze_limit: Annotated[
        float, typer.Option(min=1, help="Seconds after which writers end a freeze themselves.")
    ] = 300,
    segments: Annotated[int, typer.Option(min=1, max=64, help="Scans at once.")] = 4,
) -> None:
    """Move tenants to another table. Safe to kill at any point; see --resume.

    Reads go on all the time. Writes are refused, to be tried again, for as long as one
    request may last and the last differences take to copy and verify.
    """
    if dry_run and resume:
        raise UsageError("--dry-run is for moves that have not begun; leave --resume out")
    session = session_of(context)
    office = Office.of(session.deployment, freeze_limit=freeze_limit)
    if dry_run:
        plans = [plan.document() for plan in office.plan(tenants, to)]
        session.output.result({"dry_run": True, "plans": plans}, *map(_plan_view, plans))
        return
    moved = office.move(tenants, to, resume=resume, segments=segments, tell=session.output.note)
    rows = [
        {"tenant_id": name, "items": total.count, "bytes": total.size, "sha256": total.sha256}
        for name, total in moved.items()
    ]
    lines = [Text("{tenant_id}: {items} items, sha256 {sha256}".format(**row)) for row in rows]
    session.output.result({"to": to, "moved": rows}, *(lines or [Text("Nothing left to move.")]))


def _plan_view(plan: dict[str, object]) -> Text:
    tenants = plan["tenants"]
    assert isinstance(tenants, dict)  # noqa: S101 - narrows for mypy
    counts = "; ".join(
        f"{name}: {it['items']} items, {it['bytes']} bytes" for name, it in tenants.items()
    )
    return Text(
        f"{plan['source']} to {plan['target']}: {counts}\n"
        f"Estimates: {plan['scanned_bytes']} bytes in a scan of both tables, ${plan['usd']:.4f}, "
        f"writes refused for {plan['freeze_seconds']:.0f} s, {plan['total_seconds']:.0f} s in all"
    )
