"""Transitions and notes, and the provider events behind them."""

from typing import Any

from orderloom.domain.facts import EventSource, PaymentFact, PaymentOutcome, TrackingFact
from orderloom.domain.order import Order
from orderloom.domain.scan import KeptScan
from orderloom.domain.states import FulfilmentState
from orderloom.domain.transition import Actor, EventType, OrderEvent, Transition, note, transition

from tests.fakes.clock import MOMENT


def a_source(event_id: str = "evt_1", **changes: object) -> EventSource:
    source = EventSource(
        provider="stripe",
        event_id=event_id,
        event_type="payment_intent.succeeded",
        occurred_at=MOMENT,
    )
    return source.model_copy(update=changes)


def a_transition(
    order: Order,
    event_type: EventType = EventType.STOCK_RESERVED,
    *,
    source: EventSource | None = None,
    data: dict[str, Any] | None = None,
    **changes: object,
) -> Transition:
    """From `order` to its next version, with `changes` to its fields."""
    return transition(
        order,
        event_type,
        actor=Actor.WEBHOOK if source else Actor.SAGA,
        now=MOMENT,
        changes=changes,
        data=data,
        source=source,
    )


def a_note(order: Order, source: EventSource | None = None) -> OrderEvent:
    return note(
        order,
        EventType.PROVIDER_EVENT_NOTED,
        actor=Actor.WEBHOOK,
        now=MOMENT,
        data={"event_type": "charge.succeeded"},
        source=source or a_source(),
    )


def a_payment_fact(**changes: object) -> PaymentFact:
    fact = PaymentFact(
        source=a_source(),
        outcome=PaymentOutcome.CAPTURED,
        intent_id="pi_1",
        amount=2500,
        currency="USD",
    )
    return fact.model_copy(update=changes)


def a_tracking_fact(**changes: object) -> TrackingFact:
    fact = TrackingFact(
        source=a_source("trk_1", provider="shipstation", event_type="track"),
        tracking_number="1Z0000000000000001",
        state=FulfilmentState.SHIPPED,
        description="Departed facility",
    )
    return fact.model_copy(update=changes)


def a_kept_scan(**changes: object) -> KeptScan:
    fact = a_tracking_fact()
    scan = KeptScan(
        source=fact.source,
        version=6,
        recorded_at=MOMENT,
        tracking_number=fact.tracking_number,
        description=fact.description,
        state=FulfilmentState.SHIPPED,
    )
    return scan.model_copy(update=changes)
