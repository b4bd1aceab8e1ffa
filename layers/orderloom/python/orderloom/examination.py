"""What operators ask `examine_connection`, and what it answers: JSON both ways."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from orderloom.domain.sweeps import Book, ConnectionHour, MissedEvent, Window
from orderloom.errors import InvalidRequest, OrderloomError
from orderloom.services.reconcile_by_hand import ReconcileByHand, ReconcileRequest
from orderloom.services.sweep_connection import SweepReport
from orderloom.sweep_bootstrap import SweepContainer

_DAY = timedelta(days=1)


class _Ask(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ListConnections(_Ask):
    """Connections with a record to read, of one shard of the list of all."""

    ask: Literal["connections"]
    shard: int
    after: str = ""


class ListBooks(_Ask):
    """What there is to reconcile of one tenant."""

    ask: Literal["books"]
    tenant_id: str


class Reconcile(_Ask):
    """One piece of a reconciliation."""

    ask: Literal["reconcile"]
    tenant_id: str
    provider: str
    book: Book = Book.EVENTS
    since: AwareDatetime | None = None
    window: Window | None = None
    dry_run: bool = False


class ListHours(_Ask):
    """What the sweeps of a connection found, by hour; of a day unless told otherwise."""

    ask: Literal["hours"]
    tenant_id: str
    provider: str
    since: AwareDatetime | None = None


Question = ListConnections | ListBooks | Reconcile | ListHours
_QUESTION: TypeAdapter[Question] = TypeAdapter(Annotated[Question, Field(discriminator="ask")])
_CONNECTIONS_A_PAGE = 200


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
    page = parts.connection_list.page(
        question.shard, after=question.after, limit=_CONNECTIONS_A_PAGE
    )
    found = [
        {"tenant_id": each.tenant_id, "provider": each.provider, "books": list(books)}
        for each in page
        if (books := parts.books_of(each.provider))
    ]
    more = len(page) == _CONNECTIONS_A_PAGE
    return {"connections": found, "after": page[-1].position if more else None}


def _books(question: ListBooks, parts: SweepContainer) -> dict[str, Any]:
    tenant_id = parts.tenants.tenant(question.tenant_id).tenant_id
    found = [
        {"tenant_id": tenant_id, "provider": provider, "books": list(books)}
        for provider in parts.tenants.connected(tenant_id)
        if (books := parts.books_of(provider))
    ]
    return {"connections": found}


def _reconcile(question: Reconcile, parts: SweepContainer) -> dict[str, Any]:
    fields = question.model_dump(exclude={"ask", "tenant_id"})
    reconcile = ReconcileByHand(
        sweep=parts.sweep_connection(question.tenant_id, question.provider),
        state_of=parts.sweep_ledger(question.tenant_id).state,
    )
    return _report(reconcile(ReconcileRequest.model_validate(fields)))


def _hours(question: ListHours, parts: SweepContainer) -> dict[str, Any]:
    now = parts.clock.now()
    ledger = parts.sweep_ledger(question.tenant_id)
    hours = ledger.hours(question.provider, question.since or now - _DAY, now)
    return {"hours": [_hour(hour) for hour in hours]}


def _report(report: SweepReport) -> dict[str, Any]:
    window = report.next_window
    return {
        "read": report.read,
        "delivered": report.delivered,
        "missing": [_missed(event) for event in report.missing],
        "silent": report.silent,
        "next_window": window.model_dump(mode="json") if window else None,
    }


def _missed(event: MissedEvent) -> dict[str, Any]:
    return event.model_dump(mode="json", include={"event_id", "event_type", "occurred_at"})


def _hour(hour: ConnectionHour) -> dict[str, Any]:
    return {**hour.model_dump(mode="json", exclude={"provider"}), "silent": hour.silent}


_ANSWERS: dict[type[_Ask], Callable[[Any, SweepContainer], dict[str, Any]]] = {
    ListConnections: _connections,
    ListBooks: _books,
    Reconcile: _reconcile,
    ListHours: _hours,
}
