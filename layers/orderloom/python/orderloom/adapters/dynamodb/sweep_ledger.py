"""One tenant's sweeps in the table."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from orderloom import keys
from orderloom.adapters.dynamodb.conditions import absent, present, sorts_within, still_at
from orderloom.adapters.dynamodb.record import Item, record_of
from orderloom.adapters.dynamodb.stored import domain_of, stored
from orderloom.adapters.dynamodb.sweep_records import (
    MissedEventRecord,
    PayoutMatchRecord,
    SweepHourRecord,
    SweepStateRecord,
)
from orderloom.adapters.dynamodb.table import Table
from orderloom.domain.payout import PayoutMatch
from orderloom.domain.sweeps import (
    Book,
    ConnectionHour,
    MissedEvent,
    SweepState,
    hour_of,
    hour_report,
)
from orderloom.errors import AlreadyApplied, VersionConflict
from orderloom.ports.sweep_ledger import SweepLedger

KEPT = timedelta(days=30)
"""As long as the providers keep the events themselves."""

_PAST_ALL_IDS = "~"


class DynamoSweepLedger(SweepLedger):
    """A missed event is an item of its own: however many there are, each is counted once."""

    def __init__(self, table: Table, tenant_id: str) -> None:
        self.tenant_id = tenant_id
        self._table = table

    def state(self, provider: str, book: Book) -> SweepState:
        key = keys.sweep_state(self.tenant_id, provider, book)
        record = self._table.get(SweepStateRecord, key)
        if record is None:
            return SweepState(provider=provider, book=book)
        return domain_of(SweepState, record)

    def advance(self, state: SweepState, delivered: Mapping[datetime, int]) -> None:
        key = keys.sweep_state(self.tenant_id, state.provider, state.book)
        unchanged = still_at(state.version - 1) if state.version > 1 else absent()
        conflict = VersionConflict("/".join(key))
        record = SweepStateRecord(*key, **stored(state))
        if not delivered:  # half the price of a transaction, and most connections are quiet
            self._table.put(record, when=unchanged, otherwise=conflict)
            return
        with self._table.writing() as writing:
            writing.put(record, when=unchanged, otherwise=conflict)
            for hour, count in delivered.items():
                writing.update(
                    keys.sweep_hour(self.tenant_id, state.provider, hour),
                    [
                        SweepHourRecord.delivered.add(count),
                        SweepHourRecord.expires_at.set(_expiry(hour)),
                    ],
                )

    def missed(self, provider: str, since: datetime, until: datetime) -> Mapping[str, MissedEvent]:
        found = self._items(provider, "MISSED#", since, until)
        missed = [domain_of(MissedEvent, record_of(MissedEventRecord, item)) for item in found]
        return {each.event_id: each for each in missed}

    def miss(self, events: Sequence[MissedEvent]) -> None:
        for event in events:
            key = self._key(event.provider, event.event_id, event.occurred_at)
            expires_at = _expiry(event.occurred_at)
            record = MissedEventRecord(*key, expires_at=expires_at, **stored(event))
            with suppress(AlreadyApplied):
                self._table.put(record, when=absent(), otherwise=AlreadyApplied("/".join(key)))

    def settle(self, provider: str, event_id: str, occurred_at: datetime, outcome: str) -> None:
        key = self._key(provider, event_id, occurred_at)
        settled = AlreadyApplied("/".join(key))
        unsettled = present() & MissedEventRecord.outcome.does_not_exist()
        with suppress(AlreadyApplied):
            changes = [MissedEventRecord.outcome.set(outcome)]
            self._table.update(key, changes, when=unsettled, otherwise=settled)

    def polled(self, provider: str, moment: datetime) -> None:
        changes = [
            SweepHourRecord.polled.add(1),
            SweepHourRecord.expires_at.set(_expiry(hour_of(moment))),
        ]
        self._table.update(keys.sweep_hour(self.tenant_id, provider, moment), changes)

    def payouts(self, provider: str, since: datetime, until: datetime) -> Sequence[PayoutMatch]:
        found = self._items(provider, "PAYOUT#", since, until)
        return [domain_of(PayoutMatch, record_of(PayoutMatchRecord, item)) for item in found]

    def save_payout(self, match: PayoutMatch) -> None:
        key = keys.matched_payout(
            self.tenant_id, match.provider, match.created_at.astimezone(UTC), match.payout_id
        )
        unchanged = still_at(match.version - 1) if match.version > 1 else absent()
        record = PayoutMatchRecord(*key, **stored(match))
        self._table.put(record, when=unchanged, otherwise=VersionConflict("/".join(key)))

    def hours(self, provider: str, since: datetime, until: datetime) -> Sequence[ConnectionHour]:
        counts = {_hour_in(item): item for item in self._items(provider, "HOUR#", since, until)}
        missed: dict[datetime, list[MissedEvent]] = defaultdict(list)
        for each in self.missed(provider, since, until).values():
            missed[hour_of(each.occurred_at)].append(each)
        return [
            hour_report(
                provider,
                hour,
                delivered=_count(counts.get(hour), "delivered"),
                polled=_count(counts.get(hour), "polled"),
                missed=missed.get(hour, ()),
            )
            for hour in sorted({*counts, *missed})
        ]

    def _key(self, provider: str, event_id: str, occurred_at: datetime) -> keys.Key:
        return keys.missed_event(self.tenant_id, provider, occurred_at, event_id)

    def _items(self, provider: str, prefix: str, since: datetime, until: datetime) -> list[Item]:
        first = f"{prefix}{since.astimezone(UTC):%Y-%m-%dT%H}"
        last = f"{prefix}{until.astimezone(UTC):%Y-%m-%dT%H}{_PAST_ALL_IDS}"
        partition = keys.sweep_partition(self.tenant_id, provider)
        return list(self._table.query(partition, where=sorts_within(first, last)))


def _count(item: Item | None, name: str) -> int:
    return int(item[name]["N"]) if item is not None and name in item else 0


def _hour_in(item: Item) -> datetime:
    text: str = item["SK"]["S"].removeprefix("HOUR#")
    return datetime.strptime(text, "%Y-%m-%dT%H").replace(tzinfo=UTC)


def _expiry(moment: datetime) -> int:
    return int((moment + KEPT).timestamp())
