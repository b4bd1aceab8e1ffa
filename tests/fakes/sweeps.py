"""What sweeps need, in memory."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from orderloom.domain.payout import PayoutMatch
from orderloom.domain.sweep_messages import Sweep
from orderloom.domain.sweeps import (
    Book,
    ConnectionHour,
    MissedEvent,
    SweepState,
    Window,
    hour_of,
    hour_report,
)
from orderloom.errors import VersionConflict
from orderloom.ports.payout_book import LinePage, Payout, PayoutBook, PayoutLine
from orderloom.ports.provider_record import ProviderRecord, RecordedEvent, RecordPage
from orderloom.ports.sweep_ledger import SweepLedger
from orderloom.ports.sweep_queue import SweepQueue

from tests.fakes.faults import Faults


class FakeRecord(ProviderRecord):
    """`entries` with the moments they are listed under; pages of `page_size`."""

    changes_for = timedelta(0)

    def __init__(self, *, page_size: int = 100) -> None:
        self.faults = Faults()
        self.entries: list[tuple[datetime, RecordedEvent]] = []
        self.asked: list[Window] = []
        self._page_size = page_size

    def page(self, window: Window) -> RecordPage:
        with self.faults.around("page"):
            self.asked.append(window)
            within = [
                entry
                for moment, entry in sorted(self.entries, key=lambda each: each[0])[::-1]
                if window.since <= moment <= window.until
            ]
            start = int(window.cursor or 0)
            end = start + self._page_size
            cursor = str(end) if end < len(within) else None
            return RecordPage(tuple(within[start:end]), cursor)


class FakeSweepLedger(SweepLedger):
    def __init__(self, tenant_id: str = "acme") -> None:
        self.tenant_id = tenant_id
        self.faults = Faults()
        self._states: dict[tuple[str, Book], SweepState] = {}
        self._delivered: defaultdict[str, Counter[datetime]] = defaultdict(Counter)
        self._missed: dict[tuple[str, str], MissedEvent] = {}
        self._polled: defaultdict[str, Counter[datetime]] = defaultdict(Counter)
        self._payouts: dict[tuple[str, str], PayoutMatch] = {}

    def state(self, provider: str, book: Book) -> SweepState:
        return self._states.get((provider, book), SweepState(provider=provider, book=book))

    def advance(self, state: SweepState, delivered: Mapping[datetime, int]) -> None:
        with self.faults.around("advance"):
            if self.state(state.provider, state.book).version != state.version - 1:
                raise VersionConflict(state.provider)
            self._states[state.provider, state.book] = state
            self._delivered[state.provider].update(delivered)

    def missed(self, provider: str, since: datetime, until: datetime) -> Mapping[str, MissedEvent]:
        return {
            event_id: event
            for (owner, event_id), event in self._missed.items()
            if owner == provider and hour_of(since) <= hour_of(event.occurred_at) <= until
        }

    def miss(self, events: Sequence[MissedEvent]) -> None:
        with self.faults.around("miss"):
            for event in events:
                self._missed.setdefault((event.provider, event.event_id), event)

    def settle(self, provider: str, event_id: str, occurred_at: datetime, outcome: str) -> None:
        found = self._missed.get((provider, event_id))
        if found is not None and found.outcome is None and found.occurred_at == occurred_at:
            settled = found.model_copy(update={"outcome": outcome})
            self._missed[provider, event_id] = settled

    def polled(self, provider: str, moment: datetime) -> None:
        self._polled[provider][hour_of(moment)] += 1

    def payouts(self, provider: str, since: datetime, until: datetime) -> Sequence[PayoutMatch]:
        return [
            match
            for (owner, _), match in self._payouts.items()
            if owner == provider and hour_of(since) <= hour_of(match.created_at) <= until
        ]

    def save_payout(self, match: PayoutMatch) -> None:
        with self.faults.around("save_payout"):
            key = (match.provider, match.payout_id)
            seen = self._payouts[key].version if key in self._payouts else 0
            if seen != match.version - 1:
                raise VersionConflict(match.payout_id)
            self._payouts[key] = match

    def hours(self, provider: str, since: datetime, until: datetime) -> Sequence[ConnectionHour]:
        missed = list(self.missed(provider, since, until).values())
        delivered, polled = self._delivered[provider], self._polled[provider]
        hours = {hour_of(each.occurred_at) for each in missed} | {*delivered, *polled}
        return [
            hour_report(
                provider,
                hour,
                delivered=delivered[hour],
                polled=polled[hour],
                missed=[each for each in missed if hour_of(each.occurred_at) == hour],
            )
            for hour in sorted(hours)
            if hour_of(since) <= hour <= until
        ]


class FakeSweepQueue(SweepQueue):
    """`sent` with the seconds each is delayed."""

    def __init__(self) -> None:
        self.sent: list[tuple[Sweep, int]] = []

    def send(self, sweeps: Sequence[Sweep], *, delay_seconds: int = 0) -> None:
        self.sent.extend((sweep, delay_seconds) for sweep in sweeps)


class FakePayoutBook(PayoutBook):
    """`paid` payouts with their lines, handed out in pages of `page_size`."""

    def __init__(self, *, page_size: int = 100) -> None:
        self.faults = Faults()
        self.paid: list[tuple[Payout, list[PayoutLine]]] = []
        self._page_size = page_size

    def payouts(self, since: datetime) -> Sequence[Payout]:
        found = [payout for payout, _ in self.paid if payout.created_at >= since]
        return sorted(found, key=lambda payout: payout.created_at)

    def lines(self, payout_id: str, cursor: str | None) -> LinePage:
        with self.faults.around("lines"):
            lines = next(lines for payout, lines in self.paid if payout.payout_id == payout_id)
            start = int(cursor or 0)
            end = start + self._page_size
            return LinePage(tuple(lines[start:end]), str(end) if end < len(lines) else None)
