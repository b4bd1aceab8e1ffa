"""A transition: the next state of an order together with the event that tells of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from orderloom.domain.facts import EventSource
from orderloom.domain.ledger import LedgerEntry, Movement
from orderloom.domain.model import DomainModel
from orderloom.domain.order import Order
from orderloom.domain.ordered import Placed


class EventType(StrEnum):
    """Past-tense names of everything that can stand on a timeline."""

    ORDER_PLACED = "order.placed"
    STOCK_RESERVED = "stock.reserved"
    PAYMENT_DELAYED = "payment.delayed"
    PAYMENT_REQUESTED = "payment.requested"
    PAYMENT_BEGUN = "payment.begun"
    PAYMENT_AUTHORISED = "payment.authorised"
    PAYMENT_CAPTURE_REQUESTED = "payment.capture_requested"
    PAYMENT_CAPTURE_FAILED = "payment.capture_failed"
    PAYMENT_CAPTURED = "payment.captured"
    PAYMENT_FEE_TOLD = "payment.fee_told"
    PAYMENT_ATTEMPT_FAILED = "payment.attempt_failed"
    PAYMENT_VOIDED = "payment.voided"
    PAYMENT_REFUNDED = "payment.refunded"
    PAYMENT_REFUND_REQUESTED = "payment.refund_requested"
    PAYMENT_REFUND_UPDATED = "payment.refund_updated"
    PAYMENT_REFUND_FAILED = "payment.refund_failed"
    PAYMENT_REFUNDS_UNKNOWN = "payment.refunds_unknown"
    PAYMENT_IN_REVIEW = "payment.in_review"
    PAYMENT_PAID_OUT = "payment.paid_out"
    DISPUTE_OPENED = "dispute.opened"
    DISPUTE_UPDATED = "dispute.updated"
    DISPUTE_CLOSED = "dispute.closed"
    DISPUTE_MONEY_MOVED = "dispute.money_moved"
    SHIPMENT_HELD = "shipment.held"
    SHIPMENT_MANUAL_REQUIRED = "shipment.manual_required"
    SHIPMENT_RETRIED = "shipment.retried"
    SHIPMENT_ENTERED = "shipment.entered"
    LABEL_PURCHASED = "label.purchased"
    LABEL_VOIDED = "label.voided"
    SHIPMENT_UPDATED = "shipment.updated"
    ORDER_CANCEL_REQUESTED = "order.cancel_requested"
    ORDER_CLOSING = "order.closing"
    ORDER_CANCELLED = "order.cancelled"
    TASK_OPENED = "task.opened"
    PROVIDER_EVENT_NOTED = "provider_event.noted"


class Actor(StrEnum):
    """Who caused an event."""

    API = "api"
    SAGA = "saga"
    WEBHOOK = "webhook"


class OrderEvent(DomainModel):
    """One entry of an order's timeline; entries sort by (version, recorded_at).

    Attributes:
        version: the order version it led to, or was seen at when it changed nothing.
        provider_event: the webhook behind it; its key is then the claim on that webhook.
    """

    order_id: str
    tenant_id: str
    version: int
    type: EventType
    actor: Actor
    recorded_at: datetime
    data: dict[str, Any] = Field(default_factory=dict)
    provider_event: EventSource | None = None


class Transition(DomainModel):
    """Committed whole or not at all: `order.version` is one above the version read.

    Attributes:
        entries: what is posted to the order's ledger in the same commit.
    """

    order: Order
    event: OrderEvent
    entries: tuple[LedgerEntry, ...] = ()


def transition(
    order: Order,
    event_type: EventType,
    *,
    actor: Actor,
    now: datetime,
    changes: dict[str, Any],
    data: dict[str, Any] | None = None,
    source: EventSource | None = None,
    moved: tuple[Movement, ...] = (),
) -> Transition:
    """The next version of `order` with `changes` made, its event, and the money that `moved`."""
    version = order.version + 1
    following = order.model_copy(update={**changes, "version": version, "updated_at": now})
    return Transition(
        order=following,
        event=note(following, event_type, actor=actor, now=now, data=data or {}, source=source),
        entries=tuple(_posted(following, movement, now) for movement in moved),
    )


def _posted(order: Order, movement: Movement, now: datetime) -> LedgerEntry:
    """The entry of `movement`; whatever moves money has a provider by then."""
    return LedgerEntry(
        order_id=order.order_id,
        tenant_id=order.tenant_id,
        provider=order.payment.provider or "",
        object_id=movement.object_id,
        kind=movement.kind,
        currency=movement.currency,
        lines=movement.lines(),
        posted_at=now,
    )


def note(
    order: Order,
    event_type: EventType,
    *,
    actor: Actor,
    now: datetime,
    data: dict[str, Any],
    source: EventSource | None = None,
) -> OrderEvent:
    """An event at the order's present version."""
    return OrderEvent(
        order_id=order.order_id,
        tenant_id=order.tenant_id,
        version=order.version,
        type=event_type,
        actor=actor,
        recorded_at=now,
        data=data,
        provider_event=source,
    )


def placed_event(placed: Placed) -> OrderEvent:
    """Placing an order as the first entry of its timeline."""
    return OrderEvent(
        order_id=placed.order_id,
        tenant_id=placed.tenant_id,
        version=1,
        type=EventType.ORDER_PLACED,
        actor=Actor.API,
        recorded_at=placed.placed_at,
    )
