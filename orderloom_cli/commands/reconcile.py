"""`orderloom reconcile`: what providers have on record and never arrived here."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.text import Text

from orderloom_cli.clients.examination import Examination
from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.errors import ExaminationError, IncompleteError, UsageError
from orderloom_cli.session import session_of
from orderloom_cli.views.reconcile import gaps_view, hours_view


def reconcile(
    context: typer.Context,
    since: Annotated[
        str | None,
        typer.Option(help="Read from then on: 2026-11-21T12:00:00Z. Default: since the last run."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look.")] = False,
) -> None:
    """Look for events that never arrived, and apply them as if they had.

    Of the tenant named by --tenant; of all tenants, without.
    """
    session = session_of(context)
    start = _moment(since) if since else None
    examination = session.examination
    found: list[JsonObject] = []
    failed = 0
    for connection in examination.connections(session.choice.tenant):
        for book in connection["books"]:
            options = {"book": book, "since": start, "dry_run": dry_run}
            one = _one(examination, connection, options)
            failed += "error" in one
            found.append(one)
    hours = [
        {"tenant_id": connection["tenant_id"], "provider": connection["provider"], **hour}
        for connection in _unique(found)
        for hour in examination.hours(connection["tenant_id"], connection["provider"], start)
    ]
    document = {"dry_run": dry_run, "connections": found, "hours": hours}
    missing = sum(len(each["missing"]) for each in found)
    told = f"{missing} missing; nothing was changed." if dry_run else f"{missing} missing, queued."
    session.output.result(document, gaps_view(found), hours_view(hours), Text(told))
    if failed:
        raise IncompleteError("reconciled", failed=failed, total=len(found))


def _one(examination: Examination, connection: JsonObject, options: dict[str, Any]) -> JsonObject:
    """One book of one connection, all of its pieces together."""
    total: JsonObject = {
        "tenant_id": connection["tenant_id"],
        "provider": connection["provider"],
        "book": options["book"],
        "read": 0,
        "delivered": 0,
        "missing": [],
        "silent": False,
    }
    pieces = examination.reconcile(connection["tenant_id"], connection["provider"], **options)
    try:
        for piece in pieces:
            total["read"] += piece["read"]
            total["delivered"] += piece["delivered"]
            total["missing"] += piece["missing"]
            total["silent"] = total["silent"] or piece["silent"]
    except ExaminationError as error:
        total["error"] = str(error)
    return total


def _unique(found: list[JsonObject]) -> list[JsonObject]:
    return list({(each["tenant_id"], each["provider"]): each for each in found}.values())


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as exc:
        raise UsageError(f"--since: {text} is not a moment such as 2026-11-21T12:00:00Z") from exc
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
