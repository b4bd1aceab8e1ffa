"""What operators ask `examine_connection`, and what it answers: JSON both ways."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from orderloom.domain.payout import PayoutMatch
from orderloom.domain.sweeps import Book, ConnectionHour, MissedEvent, RecordedBook, Window
from orderloom.errors import InvalidRequest, OrderloomError
from orderloom.sweep_bootstrap import SweepContainer

_DAY = timedelta(days=1)
_TENANTS_A_PAGE = 100
_PAGES = 3
"""Of a record in one answer: who asks waits for it, and asks for the next."""


class _Ask(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ListConnections(_Ask):
    """Connections with a record to read: of one tenant, or of one shard of the tenant list."""

    ask: Literal["connections"]
    tenant_id: str | None = None
    shard: int = 0
    after: str = ""


class Reconcile(_Ask):
    """One piece of a reconciliation; `go_on` repeats what the piece before answered."""

    ask: Literal["reconcile"]
    tenant_id: str
    provider: str
    book: RecordedBook = Book.EVENTS
    since: AwareDatetime | None = None
    go_on: dict[str, Any] | None = None
    dry_run: bool = False


class ListHours(_Ask):
    """What the sweeps of a connection found, by hour; of a day unless told otherwise."""

    ask: Literal["hours"]
    tenant_id: str
    provider: str
    since: AwareDatetime | None = None


Question = ListConnections | Reconcile | ListHours
_QUESTION: TypeAdapter[Question] = TypeAdapter(Annotated[Question, Field(discriminator="ask")])


def answer(asked: Mapping[str, Any], parts: SweepContainer) -> dict[str, Any]:
    """`{"answer": …}`, or `{"error": {"kind", "message"}}` for what was expected to go wrong."""
    try:
        question = _question(asked)
        found = _ANSWERS[type(question)](question, parts)
    except OrderloomError as exc:
        return {"error": {"kind": type(exc).__name__, "message": str(exc)}}
    return {"answer": found}


def _question(asked: Mapping[str, Any]) -> Question:
    try:
        return _QUESTION.validate_python(asked)
    except ValidationError as exc:
        where = ".".join(str(part) for part in exc.errors()[0]["loc"])
        raise InvalidRequest("cannot be understood", field=where) from exc


def _connections(question: ListConnections, parts: SweepContainer) -> dict[str, Any]:
    if question.tenant_id is not None:
        tenants: list[str] = [parts.tenants.tenant(question.tenant_id).tenant_id]
        after = None
    else:
        page = parts.tenants.page(question.shard, after=question.after, limit=_TENANTS_A_PAGE)
        tenants = list(page)
        after = page[-1] if len(page) == _TENANTS_A_PAGE else None
    found = [
        {"tenant_id": tenant_id, "provider": provider, "books": list(books)}
        for tenant_id in tenants
        for provider in parts.tenants.connected(tenant_id)
        if (books := parts.books_of(provider))
    ]
    return {"connections": found, "after": after}


def _reconcile(question: Reconcile, parts: SweepContainer) -> dict[str, Any]:
    return _BOOKS[question.book](question, parts)


def _events(question: Reconcile, parts: SweepContainer) -> dict[str, Any]:
    sweep = parts.sweep_connection(question.tenant_id, question.provider, pages=_PAGES)
    going_on = question.go_on is not None
    if question.dry_run:
        window = Window.model_validate(question.go_on) if going_on else None
        report = sweep.preview(question.provider, since=question.since, window=window)
    else:
        report = sweep(question.provider, since=None if going_on else question.since)
    rest = report.next_window
    return {
        "read": report.read,
        "delivered": report.delivered,
        "missing": [_missed(event) for event in report.missing],
        "silent": report.silent,
        "go_on": rest.model_dump(mode="json") if rest else None,
    }


def _payments(question: Reconcile, parts: SweepContainer) -> dict[str, Any]:
    poll = parts.poll_payments(question.tenant_id)
    after = (question.go_on or {}).get("after")
    report = poll(question.provider, after=after, dry_run=question.dry_run)
    rest = {"after": report.after} if report.after else None
    return {"read": report.asked, "moved": list(report.moved), "go_on": rest}


def _payouts(question: Reconcile, parts: SweepContainer) -> dict[str, Any]:
    match_payouts = parts.match_payouts(question.tenant_id, question.provider, pages=_PAGES)
    matches, more = match_payouts(question.provider, dry_run=question.dry_run)
    found = [_payout(match) for match in matches]
    return {"read": len(found), "payouts": found, "go_on": {} if more else None}


def _hours(question: ListHours, parts: SweepContainer) -> dict[str, Any]:
    now = parts.clock.now()
    ledger = parts.sweep_ledger(question.tenant_id)
    hours = ledger.hours(question.provider, question.since or now - _DAY, now)
    return {"hours": [_hour(hour) for hour in hours]}


def _missed(event: MissedEvent) -> dict[str, Any]:
    return event.model_dump(mode="json", include={"event_id", "event_type", "occurred_at"})


def _payout(match: PayoutMatch) -> dict[str, Any]:
    told = match.model_dump(mode="json", exclude={"provider", "cursor", "version"})
    return {**told, "unexplained": match.unexplained if match.done else None}


def _hour(hour: ConnectionHour) -> dict[str, Any]:
    return {**hour.model_dump(mode="json", exclude={"provider"}), "silent": hour.silent}


_BOOKS: dict[RecordedBook, Callable[[Reconcile, SweepContainer], dict[str, Any]]] = {
    Book.EVENTS: _events,
    Book.PAYMENTS: _payments,
    Book.PAYOUTS: _payouts,
}
_ANSWERS: dict[type[_Ask], Callable[[Any, SweepContainer], dict[str, Any]]] = {
    ListConnections: _connections,
    Reconcile: _reconcile,
    ListHours: _hours,
}
