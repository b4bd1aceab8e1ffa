"""Which entries of a provider's record are ours, and which of those never arrived."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from orderloom.domain.deciding import decide
from orderloom.domain.facts import ConnectionFact, Fact, MoneyFact, PaymentFact, PaymentOutcome
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.sweeps import MissedEvent
from orderloom.domain.transition import Transition
from orderloom.errors import MalformedEvent
from orderloom.ports.clock import Clock
from orderloom.ports.event_reader import EventReader
from orderloom.ports.orders import OrderRepository
from orderloom.ports.provider_record import RecordedEvent


class Verdict(StrEnum):
    """What the record says against what is here."""

    DELIVERED = "delivered"
    MISSING = "missing"
    IGNORED = "ignored"


@dataclass(frozen=True)
class Judged:
    """An entry with its verdict; `event` is what to apply."""

    verdict: Verdict
    event: InboundEvent
    occurred_at: datetime
    event_type: str
    derived: bool

    def as_missed(self, now: datetime) -> MissedEvent:
        return MissedEvent(
            provider=self.event.provider,
            derived=self.derived,
            event_id=self.event.event_id,
            event_type=self.event_type,
            occurred_at=self.occurred_at,
            found_at=now,
        )


class JudgeRecord:
    """Reads only: an entry is delivered if its claim is on an order, or it waits for one."""

    def __init__(
        self,
        *,
        orders: OrderRepository,
        reader_for: Callable[[str], EventReader],
        clock: Clock,
    ) -> None:
        self._orders = orders
        self._reader_for = reader_for
        self._clock = clock

    def __call__(self, provider: str, entry: RecordedEvent) -> Judged | None:
        """None for what nobody here acts on, or cannot be read (the door would say the same)."""
        event = self._event(provider, entry)
        try:
            fact = self._reader_for(provider).read(event)
        except MalformedEvent:
            return None
        if fact is None or isinstance(fact, ConnectionFact):
            return None
        occurred_at = fact.source.occurred_at
        return Judged(
            verdict=self._verdict(provider, entry, fact),
            event=self._event(provider, entry, occurred_at),
            occurred_at=occurred_at,
            event_type=fact.source.event_type,
            derived=entry.derived,
        )

    def _event(
        self, provider: str, entry: RecordedEvent, occurred_at: datetime | None = None
    ) -> InboundEvent:
        return InboundEvent(
            tenant_id=self._orders.tenant_id,
            provider=provider,
            event_id=entry.event_id,
            received_at=self._clock.now(),
            body=entry.body,
            headers=dict(entry.headers),
            swept=occurred_at,
        )

    def _verdict(self, provider: str, entry: RecordedEvent, fact: Fact) -> Verdict:
        order_id = self._orders.find(provider, fact.object_id)
        if order_id is None:
            return self._unattached(provider, entry, fact)
        if self._orders.applied(order_id, provider, entry.event_id):
            return Verdict.DELIVERED
        if isinstance(fact, PaymentFact) and fact.outcome is PaymentOutcome.NOTED:
            return Verdict.IGNORED  # it only enriches: no endpoint must be subscribed to it
        if not entry.derived:
            return Verdict.MISSING
        return Verdict.MISSING if self._says_news(order_id, fact) else Verdict.DELIVERED

    def _unattached(self, provider: str, entry: RecordedEvent, fact: Fact) -> Verdict:
        if (isinstance(fact, MoneyFact) and fact.is_foreign) or entry.derived:
            return Verdict.IGNORED
        waiting = self._orders.parked(provider, fact.object_id)
        if any(parked.event.event_id == entry.event_id for parked in waiting):
            return Verdict.DELIVERED
        return Verdict.MISSING

    def _says_news(self, order_id: str, fact: Fact) -> bool:
        """No event has this entry's id: what counts is whether the order knows."""
        decision = decide(self._orders.get(order_id), fact, self._clock.now())
        return isinstance(decision, Transition)


def parted(
    judged: list[Judged], missed: Mapping[str, MissedEvent]
) -> tuple[list[Judged], list[Judged]]:
    """Delivered and missing; what was found missing once, and is here now, is neither."""
    delivered = [
        each
        for each in judged
        if each.verdict is Verdict.DELIVERED and each.event.event_id not in missed
    ]
    missing = [each for each in judged if each.verdict is Verdict.MISSING]
    return delivered, missing
