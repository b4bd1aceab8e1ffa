"""The gap sweep: what a provider has on record and never arrived, connection by connection.

Four books are read, each on a schedule of its own: what the provider says happened, the
payments our own orders wait for, what was paid out to the merchant, and where parcels are.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, get_args

from orderloom.domain.model import DomainModel

_CAME_LATE = "duplicate"
"""The outcome of applying what had been applied meanwhile."""

_SAID_NOTHING_NEW = "noted"

OVERLAP = timedelta(minutes=15)
"""Read again before the watermark, for what a provider records late."""

FIRST_LOOK = timedelta(days=1)
"""How far back the first run of a connection looks, at the least."""

SILENT_FROM = 3
"""So many missing and not one delivered is no chance: webhooks do not arrive at all."""


class Book(StrEnum):
    """What is read of a provider's record.

    EVENTS: the provider's list of events, or its payments and refunds where it keeps none.
    PAYMENTS: one by one, those that orders here wait for.
    PAYOUTS: the lines of each, matched to orders.
    PARCELS: one by one, those on their way that are due to be looked after.
    """

    EVENTS = "events"
    PAYMENTS = "payments"
    PAYOUTS = "payouts"
    PARCELS = "parcels"


RecordedBook = Literal[Book.EVENTS, Book.PAYMENTS, Book.PAYOUTS]
RECORDED: tuple[RecordedBook, ...] = get_args(RecordedBook)
"""What a provider keeps; parcels are a list of our own."""


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
        """In memory only: a run is on record from its first page on."""
        return self.model_copy(update={"run": run, "delivered": 0, "missing": 0})

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
        return self.model_copy(update={**changes, "version": self.version + 1})

    @property
    def is_silent(self) -> bool:
        """The run that ended found that webhooks do not arrive."""
        return self.delivered == 0 and self.missing >= SILENT_FROM


class MissedEvent(DomainModel):
    """An event that had not arrived when the sweep looked.

    Attributes:
        derived: made from an object as it stands, for a provider that lists no events.
        outcome: what became of it once it was applied.
    """

    provider: str
    derived: bool = False
    event_id: str
    event_type: str
    occurred_at: datetime
    found_at: datetime
    outcome: str | None = None

    @property
    def came_late(self) -> bool:
        """It, or what it was made to tell, arrived by itself before it was applied."""
        if self.outcome == _CAME_LATE:
            return True
        return self.derived and self.outcome == _SAID_NOTHING_NEW


class ConnectionHour(DomainModel):
    """What one hour of a connection looks like afterwards.

    Attributes:
        missing: events that never arrived by themselves; repaired: those of them applied since.
        polled: payments asked for one by one that had moved on; by the hour they were asked in.
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
    provider: str,
    hour: datetime,
    *,
    delivered: int,
    polled: int,
    missed: Iterable[MissedEvent],
) -> ConnectionHour:
    """An event that came by itself after all was late, not missing."""
    never_came = [each for each in missed if not each.came_late]
    return ConnectionHour(
        provider=provider,
        hour=hour,
        delivered=delivered,
        missing=len(never_came),
        repaired=sum(each.outcome is not None for each in never_came),
        polled=polled,
    )


def hour_of(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def next_window(
    state: SweepState, *, now: datetime, grace: timedelta, changes_for: timedelta
) -> Window | None:
    """What to read next; None: nothing new can be on record yet.

    Args:
        grace: how long what is recorded may still be on its way here.
        changes_for: how long an entry of the record may change after it was made. The first
            run of a day (UTC) reads all of that again.
    """
    until = (now - grace).replace(microsecond=0)
    if state.watermark is None:
        return Window(since=now - max(FIRST_LOOK, changes_for), until=until)
    if until <= state.watermark:
        return None
    first_of_day = until.date() > state.watermark.date()
    overlap = max(OVERLAP, changes_for) if first_of_day else OVERLAP
    return Window(since=state.watermark - overlap, until=until)
