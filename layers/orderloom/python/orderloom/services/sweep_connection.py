"""The gap sweep of one connection: what never arrived is applied as if it had.

Each page of the provider's record goes through the same order of steps: what is missing is
remembered, then queued, and only then is the place in the record moved on. A crash anywhere
leaves a page that is read again, and an event that comes twice is applied once.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from orderloom.domain.sweeps import Book, MissedEvent, SweepState, Window, hour_of, next_window
from orderloom.ports.clock import Clock
from orderloom.ports.inbound_queue import InboundQueue
from orderloom.ports.provider_record import ProviderRecord
from orderloom.ports.sweep_ledger import SweepLedger
from orderloom.services.judge_record import Judged, JudgeRecord, parted

PAGES_A_RUN = 20
"""Some thousand entries, each looked up: what one function run has time for."""


@dataclass
class SweepReport:
    """What was looked at and found. `next_window`: how to go on, None at the end."""

    read: int = 0
    delivered: int = 0
    missing: list[MissedEvent] = field(default_factory=list)
    next_window: Window | None = None
    silent: bool = False


class SweepConnection:
    """`grace`: how long a webhook may be on its way before it is called missing.

    A run of more than `pages` has to be gone on with.
    """

    def __init__(
        self,
        *,
        record: ProviderRecord,
        judge: JudgeRecord,
        ledger: SweepLedger,
        queue: InboundQueue,
        clock: Clock,
        grace: timedelta,
        pages: int = PAGES_A_RUN,
    ) -> None:
        self._record = record
        self._judge = judge
        self._ledger = ledger
        self._queue = queue
        self._clock = clock
        self._grace = grace
        self._pages = pages

    def __call__(self, provider: str, *, since: datetime | None = None) -> SweepReport:
        """Go on with the run there is, or begin one (from `since` on: begin anew, there).

        Raises VersionConflict (another reads this record), ProviderUnavailable,
        ProviderRefused, TransientError: every page before is done with, and the next run goes
        on behind it.
        """
        state = self._ledger.state(provider, Book.EVENTS)
        report = SweepReport()
        if state.run is None or since is not None:
            window = self._window(state, since)
            if window is None:
                return report
            state = state.begun(window)
        for _ in range(self._pages):
            if state.run is None:
                break
            state = self._page(state, state.run, report)
        report.next_window = state.run
        report.silent = state.run is None and state.is_silent
        return report

    def preview(
        self, provider: str, *, since: datetime | None = None, window: Window | None = None
    ) -> SweepReport:
        """What is missing of one page; nothing is written, queued or remembered.

        `window`: how to go on, as the page before answered.
        """
        report = SweepReport()
        if window is None:
            window = self._window(self._ledger.state(provider, Book.EVENTS), since)
        if window is None:
            return report
        judged, cursor = self._judged(provider, window, report)
        delivered, missing = parted(judged, self._ledger.missed(provider, *_span(judged, window)))
        report.delivered = len(delivered)
        now = self._clock.now()
        report.missing = [each.as_missed(now) for each in missing]
        if cursor is not None:
            report.next_window = window.model_copy(update={"cursor": cursor})
        return report

    def _window(self, state: SweepState, since: datetime | None) -> Window | None:
        now = self._clock.now()
        if since is None:
            changes_for = self._record.changes_for
            return next_window(state, now=now, grace=self._grace, changes_for=changes_for)
        until = (now - self._grace).replace(microsecond=0)
        return Window(since=since, until=until) if since < until else None

    def _page(self, state: SweepState, window: Window, report: SweepReport) -> SweepState:
        judged, cursor = self._judged(state.provider, window, report)
        missed = self._ledger.missed(state.provider, *_span(judged, window))
        delivered, missing = parted(judged, missed)
        counted = self._not_counted_before(state, delivered)
        found = self._send(missing, missed)
        advanced = state.advanced(cursor=cursor, delivered=len(counted), missing=len(missing))
        self._ledger.advance(advanced, Counter(hour_of(each.occurred_at) for each in counted))
        report.delivered += len(counted)
        report.missing += found
        return advanced

    def _judged(
        self, provider: str, window: Window, report: SweepReport
    ) -> tuple[list[Judged], str | None]:
        page = self._record.page(window)
        report.read += len(page.events)
        judged = [self._judge(provider, entry) for entry in page.events]
        # Oldest first: a refund is better told of after its payment.
        known = sorted((each for each in judged if each), key=lambda each: each.occurred_at)
        return known, page.cursor

    def _send(
        self, missing: Sequence[Judged], missed: Mapping[str, MissedEvent]
    ) -> list[MissedEvent]:
        """Those found now; what an earlier run found and is still not here is sent again too."""
        now = self._clock.now()
        news = [each.as_missed(now) for each in missing if each.event.event_id not in missed]
        self._ledger.miss(news)
        for each in missing:
            self._queue.send(each.event)
        return news

    @staticmethod
    def _not_counted_before(state: SweepState, delivered: Sequence[Judged]) -> list[Judged]:
        """The overlap was counted by the run before."""
        counted = state.watermark
        return [each for each in delivered if counted is None or each.occurred_at > counted]


def _span(judged: Sequence[Judged], window: Window) -> tuple[datetime, datetime]:
    """When the page's entries happened: all that must be known of what was missed before."""
    moments = [each.occurred_at for each in judged]
    return min(moments, default=window.until), max(moments, default=window.until)
