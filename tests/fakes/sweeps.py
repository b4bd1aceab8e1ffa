"""What sweeps need, in memory."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from orderloom import keys
from orderloom.domain.sweeps import (
    Book,
    ConnectionHour,
    MissedEvent,
    Sweep,
    SweepState,
    Window,
    hour_of,
    hour_report,
)
from orderloom.errors import VersionConflict
from orderloom.ports.connection_list import Connected, ConnectionList
from orderloom.ports.provider_record import ProviderRecord, RecordedEvent, RecordPage
from orderloom.ports.sweep_ledger import SweepLedger
from orderloom.ports.sweep_queue import SweepQueue

from tests.fakes.faults import Faults


class FakeRecord(ProviderRecord):
    """`entries` of each book with the moments they are listed under; pages of `page_size`."""

    def __init__(self, *, page_size: int = 100) -> None:
        self.faults = Faults()
        self.entries: dict[Book, list[tuple[datetime, RecordedEvent]]] = defaultdict(list)
        self.asked: list[tuple[Book, Window]] = []
        self._page_size = page_size

    def page(self, book: Book, window: Window) -> RecordPage:
        with self.faults.around("page"):
            self.asked.append((book, window))
            within = [
                entry
                for moment, entry in sorted(self.entries[book], key=lambda each: each[0])[::-1]
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

    def hours(self, provider: str, since: datetime, until: datetime) -> Sequence[ConnectionHour]:
        missed = list(self.missed(provider, since, until).values())
        delivered = self._delivered[provider]
        hours = {hour_of(each.occurred_at) for each in missed} | set(delivered)
        return [
            hour_report(
                provider,
                hour,
                delivered[hour],
                [each for each in missed if hour_of(each.occurred_at) == hour],
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


class FakeConnectionList(ConnectionList):
    def __init__(self, *connections: tuple[str, str]) -> None:
        self._connections = sorted(connections)

    def page(self, shard: int, *, after: str, limit: int) -> Sequence[Connected]:
        listed = [
            Connected(tenant_id, provider, f"{tenant_id}#{provider}")
            for tenant_id, provider in self._connections
            if keys.shard_of(tenant_id, keys.CONNECTION_LIST_SHARDS) == shard
        ]
        return [each for each in listed if each.position > after][:limit]
