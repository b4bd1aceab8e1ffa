"""When an order may leave the table: some time after its end."""

from datetime import datetime, timedelta

from orderloom.domain.holdings import refundable
from orderloom.domain.money import RefundState
from orderloom.domain.order import Order
from orderloom.domain.states import FulfilmentState, Lifecycle, PaymentState, StockState

_MARGIN = timedelta(hours=1)
"""Longer than anybody who read an order takes to write about it."""

_NOTHING_TAKEN = frozenset({PaymentState.NONE, PaymentState.VOIDED})
_ON_ITS_WAY = frozenset({RefundState.REQUESTED, RefundState.PENDING})
_SETTLED = frozenset({PaymentState.PAID, PaymentState.PART_REFUNDED, PaymentState.REFUNDED})
_ARRIVED = frozenset({FulfilmentState.DELIVERED, FulfilmentState.RETURNED})


def has_ended(order: Order) -> bool:
    """Whether nothing is expected of anybody any more; later news may still come."""
    if order.saga_running or order.attention is not None or _money_moves(order):
        return False
    match order.lifecycle:
        case Lifecycle.OPEN:
            return order.fulfilment.state in _ARRIVED and order.payment.state in _SETTLED
        case Lifecycle.CLOSED:
            return _nothing_owed(order) and order.stock is not StockState.RESERVED
        case Lifecycle.CLOSING:
            return False


def _money_moves(order: Order) -> bool:
    """A refund is on its way, or on record and not yet sent; a bank has yet to decide."""
    unsettled = any(row.state in _ON_ITS_WAY for row in order.payment.refunds)
    return unsettled or order.payment.refunds_told > 0 or any(it.open for it in order.disputes)


def _nothing_owed(order: Order) -> bool:
    """Of an order that was given up; what a lost dispute took is owed to nobody."""
    taken = order.payment.state in _SETTLED and refundable(order) == 0
    return taken or order.payment.state in _NOTHING_TAKEN


def leaves_at(order: Order) -> datetime | None:
    """The moment its retention is over, counted from its last change; None before its end."""
    if not has_ended(order):
        return None
    return order.updated_at + timedelta(days=order.retention_days)


def may_be_leaving(order: Order, now: datetime) -> bool:
    """Whether the order, read just now, may be gone before the reader writes."""
    at = leaves_at(order)
    return at is not None and at <= now + _MARGIN
