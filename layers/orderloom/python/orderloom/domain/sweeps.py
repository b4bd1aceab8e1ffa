"""The gap sweep: what a provider has on record and never arrived, connection by connection.

Two books are read, each on a schedule of its own: the events a provider says it sent, and its
payments as they stand, for facts that no event told of.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from orderloom.domain.model import DomainModel

CAME_LATE = "duplicate"
"""The outcome of applying what had been applied meanwhile."""

SILENT_FROM = 3
"""So many missing and not one delivered is no chance: webhooks do not arrive at all."""


class Book(StrEnum):
    """What is read of a provider's record."""

    EVENTS = "events"
    PAYMENTS = "payments"


class SweepEverybody(DomainModel):
    """It is time to read one of the books of every connection."""

    kind: Literal["sweep_everybody"] = "sweep_everybody"
    book: Book = Book.EVENTS


class SweepConnections(DomainModel):
    """The connections of one shard of their list, from the one behind `after` on."""

    kind: Literal["sweep_connections"] = "sweep_connections"
    book: Book
    shard: int
    after: str = ""


class SweepConnection(DomainModel):
    """One connection; `attempt` counts the times its provider could not be read."""

    kind: Literal["sweep_connection"] = "sweep_connection"
    book: Book
    tenant_id: str
    provider: str
    attempt: int = 0


Sweep = SweepEverybody | SweepConnections | SweepConnection


class Window(DomainModel):
    """A stretch of a provider's record, both ends included; `cursor`: read up to there."""

    since: datetime
    until: datetime
    cursor: str | None = None


class SweepState(DomainModel):
    """How far one book of a connection is read.

    Attributes:
        watermark: everything recorded up to here was looked at, and is queued if it was missing.
        run: what is being read; None between two runs.
        delivered: events of this run that had arrived; missing: those that had not.
        version: goes up by one with each writing; 0: never written.
    """

    provider: str
    book: Book
    watermark: datetime | None = None
    run: Window | None = None
    delivered: int = 0
    missing: int = 0
    version: int = 0

    def begun(self, run: Window) -> "SweepState":
        return self._next(run=run, delivered=0, missing=0)

    def advanced(self, *, cursor: str | None, delivered: int, missing: int) -> "SweepState":
        """After one page; without a cursor the run is at its end."""
        if self.run is None:
            raise ValueError("no run to advance")
        changes: dict[str, object] = {
            "delivered": self.delivered + delivered,
            "missing": self.missing + missing,
        }
        if cursor is None:
            ends = (self.watermark, self.run.until)
            changes |= {"run": None, "watermark": max(end for end in ends if end is not None)}
        else:
            changes["run"] = self.run.model_copy(update={"cursor": cursor})
        return self._next(**changes)

    def _next(self, **changes: object) -> "SweepState":
        return self.model_copy(update={**changes, "version": self.version + 1})

    @property
    def is_silent(self) -> bool:
        """The run that ended found that webhooks do not arrive."""
        return self.delivered == 0 and self.missing >= SILENT_FROM


class MissedEvent(DomainModel):
    """An event that had not arrived when the sweep looked.

    Attributes:
        outcome: what became of it once it was applied; `duplicate`: it came by itself meanwhile.
    """

    provider: str
    book: Book
    event_id: str
    event_type: str
    occurred_at: datetime
    found_at: datetime
    outcome: str | None = None


class ConnectionHour(DomainModel):
    """What one hour of a connection looks like afterwards.

    Attributes:
        missing: events that never arrived by themselves; repaired: those of them applied since.
        polled: payments whose state no event had told of.
    """

    provider: str
    hour: datetime
    delivered: int = 0
    missing: int = 0
    repaired: int = 0
    polled: int = 0

    @property
    def silent(self) -> bool:
        return self.delivered == 0 and self.missing >= SILENT_FROM


def hour_report(
    provider: str, hour: datetime, delivered: int, missed: Iterable[MissedEvent]
) -> ConnectionHour:
    """An event that came by itself after all was late, not missing."""
    never_came = [each for each in missed if each.outcome != CAME_LATE]
    events = [each for each in never_came if each.book is Book.EVENTS]
    return ConnectionHour(
        provider=provider,
        hour=hour,
        delivered=delivered,
        missing=len(events),
        repaired=sum(each.outcome is not None for each in events),
        polled=len(never_came) - len(events),
    )


def hour_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def next_window(
    state: SweepState, *, now: datetime, grace: timedelta, overlap: timedelta, first: timedelta
) -> Window | None:
    """What to read next; None: nothing new can be on record yet.

    Args:
        grace: how long what is recorded may still be on its way here.
        overlap: read again before the watermark, for what is recorded late.
        first: how far back the first run of a connection looks.
    """
    until = (now - grace).replace(microsecond=0)
    since = state.watermark - overlap if state.watermark else now - first
    if until <= since or (state.watermark is not None and until <= state.watermark):
        return None
    return Window(since=since, until=until)
