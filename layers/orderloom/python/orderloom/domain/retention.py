"""When an order may leave the table: some time after its end."""

from datetime import datetime, timedelta

from orderloom.domain.order import (
    FulfilmentState,
    Lifecycle,
    Order,
    PaymentState,
    StockState,
)

_MARGIN = timedelta(hours=1)
"""Longer than anybody who read an order takes to write about it."""

_NOTHING_OWED = frozenset({PaymentState.NONE, PaymentState.VOIDED, PaymentState.REFUNDED})
_SETTLED = frozenset({PaymentState.PAID, PaymentState.PART_REFUNDED, PaymentState.REFUNDED})
_ARRIVED = frozenset({FulfilmentState.DELIVERED, FulfilmentState.RETURNED})


def has_ended(order: Order) -> bool:
    """Whether nothing is expected of anybody any more; later news may still come."""
    if order.saga_running or order.attention is not None:
        return False
    match order.lifecycle:
        case Lifecycle.OPEN:
            return order.fulfilment.state in _ARRIVED and order.payment.state in _SETTLED
        case Lifecycle.CLOSED:
            return order.payment.state in _NOTHING_OWED and order.stock is not StockState.RESERVED
        case Lifecycle.CLOSING:
            return False


def leaves_at(order: Order) -> datetime | None:
    """The moment its retention is over, counted from its last change; None before its end."""
    if not has_ended(order):
        return None
    return order.updated_at + timedelta(days=order.retention_days)


def may_be_leaving(order: Order, now: datetime) -> bool:
    """Whether the order, read just now, may be gone before the reader writes."""
    at = leaves_at(order)
    return at is not None and at <= now + _MARGIN
