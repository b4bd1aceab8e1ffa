"""A shop whose provider keeps a record, and the sweep of their connection."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from orderloom.adapters.provider_registry import reader_for
from orderloom.domain.sweeps import Book, ConnectionHour, SweepState
from orderloom.errors import TransientError
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
        orders = self.shop.orders
        self._judge = JudgeRecord(orders=orders, reader_for=reader_for, clock=self.clock)
        self._apply = ApplyEvent(
            orders_for=lambda _tenant: orders,
            reader_for=reader_for,
            restore=self.shop.restore_order,
            clock=self.clock,
        )
        self.sweep = self.sweeping()

    def sweeping(self, *, pages: int = 20) -> SweepConnection:
        return SweepConnection(
            record=self.record,
            judge=self._judge,
            ledger=self.ledger,
            queue=self.queue,
            clock=self.clock,
            grace=GRACE,
            pages=pages,
        )

    def happens(
        self,
        event_id: str,
        kind: str = "payment_intent.payment_failed",
        *,
        seconds: int = 0,
        ours: bool = True,
        intent_id: str = "pi_1",
        derived: bool = False,
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
        entry = RecordedEvent(event_id, body, derived=derived)
        self.record.entries.append((at, entry))
        return entry

    def paid(self, event_id: str = "evt_paid", *, seconds: int = 0) -> RecordedEvent:
        return self.happens(event_id, "payment_intent.succeeded", seconds=seconds)

    def run(self, since: datetime | None = None) -> SweepReport:
        return self.sweep("stripe", since=since)

    def state(self) -> SweepState:
        return self.ledger.state("stripe", Book.EVENTS)

    def hours(self) -> list[ConnectionHour]:
        return list(self.ledger.hours("stripe", self.began, self.clock.now()))

    def apply_queued(self) -> list[Outcome]:
        """What functions/apply_event does."""
        outcomes = []
        for event in self.queue.sent:
            outcomes.append(self._apply(event))
            if event.swept is not None:
                self.ledger.settle(event.provider, event.event_id, event.swept, outcomes[-1])
        self.queue.sent.clear()
        return outcomes

    def arrives(self, entry: RecordedEvent) -> None:
        """The webhook comes by itself."""
        judged = self._judge("stripe", entry)
        assert judged is not None
        self._apply(replace(judged.event, swept=None))

    def dies_before_the_watermark_moves(self) -> None:
        advance = self.ledger.advance

        def dying(state: SweepState, delivered: Mapping[datetime, int]) -> None:
            if state.run is None:
                raise TransientError("died")
            advance(state, delivered)

        self.ledger.advance = dying  # type: ignore[method-assign]
        with pytest.raises(TransientError):
            self.run()
        self.ledger.advance = advance  # type: ignore[method-assign]
