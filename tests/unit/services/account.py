"""A shop whose provider keeps a record, and the sweep of their connection."""

import json
from datetime import datetime, timedelta

from orderloom.adapters.provider_registry import reader_for
from orderloom.domain.sweeps import Book, SweepState
from orderloom.ports.provider_record import RecordedEvent
from orderloom.services.apply_event import ApplyEvent, Outcome
from orderloom.services.judge_record import JudgeRecord
from orderloom.services.sweep_connection import SweepConnection, SweepReport

from tests.fakes.queues import FakeInboundQueue
from tests.fakes.sweeps import FakeRecord, FakeSweepLedger
from tests.unit.services.shop import Shop

GRACE = timedelta(minutes=5)


class Account:
    """Ten minutes after the order's payment was asked for."""

    def __init__(self, *, page_size: int = 100) -> None:
        self.shop = Shop().requested()
        self.clock = self.shop.clock
        self.began = self.clock.now()
        self.clock.advance(minutes=10)
        self.record = FakeRecord(page_size=page_size)
        self.ledger = FakeSweepLedger()
        self.queue = FakeInboundQueue()
        self.sweep = SweepConnection(
            record=self.record,
            judge=JudgeRecord(orders=self.shop.orders, reader_for=reader_for, clock=self.clock),
            ledger=self.ledger,
            queue=self.queue,
            clock=self.clock,
            grace=GRACE,
            payment_window=timedelta(minutes=30),
        )

    def happens(
        self,
        event_id: str,
        kind: str = "payment_intent.processing",
        *,
        seconds: int = 0,
        ours: bool = True,
        intent_id: str = "pi_1",
        book: Book = Book.EVENTS,
    ) -> RecordedEvent:
        """Something at the provider, so many seconds after the payment was asked for."""
        at = self.began + timedelta(seconds=seconds)
        metadata = {"tenant_id": "acme", "order_id": self.shop.order_id} if ours else {}
        intent = {
            "id": intent_id,
            "amount_received": 2500,
            "currency": "usd",
            "metadata": metadata,
        }
        event = {"id": event_id, "type": kind, "created": int(at.timestamp())}
        body = json.dumps({**event, "data": {"object": intent}})
        entry = RecordedEvent(event_id, body, derived=book is Book.PAYMENTS)
        self.record.entries[book].append((at, entry))
        return entry

    def paid(self, event_id: str = "evt_paid", *, seconds: int = 0) -> RecordedEvent:
        return self.happens(event_id, "payment_intent.succeeded", seconds=seconds)

    def run(self, book: Book = Book.EVENTS, since: datetime | None = None) -> SweepReport:
        return self.sweep("stripe", book, since=since)

    def state(self, book: Book = Book.EVENTS) -> SweepState:
        return self.ledger.state("stripe", book)

    def apply_queued(self) -> list[Outcome]:
        """What functions/apply_event does."""
        apply = ApplyEvent(
            orders_for=lambda _tenant: self.shop.orders, reader_for=reader_for, clock=self.clock
        )
        outcomes = []
        for event in self.queue.sent:
            outcomes.append(apply(event))
            if event.swept is not None:
                self.ledger.settle(event.provider, event.event_id, event.swept, outcomes[-1])
        self.queue.sent.clear()
        return outcomes
