"""`orderloom reconcile`: what providers have on record and never arrived here."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.text import Text

from orderloom_cli.clients.examination import Examination
from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.errors import ExaminationError, IncompleteError, UsageError
from orderloom_cli.session import session_of
from orderloom_cli.views.reconcile import gaps_view, hours_view, payouts_view


def reconcile(
    context: typer.Context,
    provider: Annotated[
        str | None,
        typer.Option("--provider", "--connection", help="Only the connection to this provider."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(help="Read from then on: 2026-11-21T12:00:00Z. Default: since the last run."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only look.")] = False,
) -> None:
    """Look for events that never arrived, and apply them as if they had.

    Also asks after payments that orders wait for, and matches payouts to orders. Of the tenant
    named by --tenant; of all tenants, without. Exit code 1: a record could not be read.
    """
    session = session_of(context)
    start = _moment(since) if since else None
    hand = _Hand(session.examination, start, dry_run)
    connections = [
        connection
        for connection in session.examination.connections(session.choice.tenant)
        if provider in (None, connection["provider"])
    ]
    if provider is not None and not connections:
        raise UsageError(f"--provider: no connection to {provider} has a record to read")
    found = [hand.book(each, book) for each in connections for book in each["books"]]
    hours = [hour for each in connections for hour in hand.hours(each)]
    document = {"dry_run": dry_run, "connections": found, "hours": hours}
    views = [gaps_view(found), hours_view(hours)]
    if any(each["payouts"] for each in found):
        views.append(payouts_view(found))
    session.output.result(document, *views, Text(_told(found, dry_run=dry_run)))
    failed = sum("error" in each for each in found)
    if failed:
        raise IncompleteError("reconciled", failed=failed, total=len(found))


@dataclass(frozen=True)
class _Hand:
    """Who reconciles, and how."""

    examination: Examination
    since: str | None
    dry_run: bool

    def book(self, connection: JsonObject, book: str) -> JsonObject:
        """One book of one connection, all of its pieces together."""
        tenant_id, provider = connection["tenant_id"], connection["provider"]
        total: JsonObject = {
            "tenant_id": tenant_id,
            "provider": provider,
            "book": book,
            "read": 0,
            "delivered": 0,
            "missing": [],
            "moved": [],
            "payouts": [],
            "silent": False,
        }
        options: dict[str, Any] = {"book": book, "since": self.since, "dry_run": self.dry_run}
        try:
            for piece in self.examination.reconcile(tenant_id, provider, **options):
                for name in piece.keys() & total.keys():
                    total[name] = total[name] + piece[name] if name != "silent" else piece[name]
        except ExaminationError as error:
            total["error"] = str(error)
        return total

    def hours(self, connection: JsonObject) -> list[JsonObject]:
        tenant_id, provider = connection["tenant_id"], connection["provider"]
        found = self.examination.hours(tenant_id, provider, self.since)
        return [{"tenant_id": tenant_id, "provider": provider, **hour} for hour in found]


def _told(found: list[JsonObject], *, dry_run: bool) -> str:
    missing = sum(len(each["missing"]) for each in found)
    if dry_run:
        return f"{missing} missing, which would be applied; nothing was changed."
    moved = sum(len(each["moved"]) for each in found)
    return f"{missing} missing, queued to be applied; {moved} orders were behind their payment."


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as exc:
        raise UsageError(f"--since: {text} is not a moment such as 2026-11-21T12:00:00Z") from exc
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
