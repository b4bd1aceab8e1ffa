"""The one status a merchant sees, projected from the machines."""

from enum import StrEnum

from orderloom.domain.holdings import on_hold
from orderloom.domain.order import Order
from orderloom.domain.states import FulfilmentState, Lifecycle, PaymentState, StockState


class OrderStatus(StrEnum):
    PENDING = "pending"
    PAYMENT_PENDING = "payment_pending"
    IN_REVIEW = "in_review"
    ON_HOLD = "on_hold"
    AUTHORISED = "authorised"
    PAID = "paid"
    MANUAL_REQUIRED = "manual_required"
    LABELLED = "labelled"
    PART_SHIPPED = "part_shipped"
    SHIPPED = "shipped"
    OUT_FOR_DELIVERY = "out_for_delivery"
    READY_FOR_PICKUP = "ready_for_pickup"
    DELIVERY_EXCEPTION = "delivery_exception"
    DELIVERED = "delivered"
    RETURNING = "returning"
    RETURNED = "returned"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"


_FULFILMENT = {
    FulfilmentState.MANUAL_REQUIRED: OrderStatus.MANUAL_REQUIRED,
    FulfilmentState.LABELLED: OrderStatus.LABELLED,
    FulfilmentState.PART_SHIPPED: OrderStatus.PART_SHIPPED,
    FulfilmentState.SHIPPED: OrderStatus.SHIPPED,
    FulfilmentState.OUT_FOR_DELIVERY: OrderStatus.OUT_FOR_DELIVERY,
    FulfilmentState.READY_FOR_PICKUP: OrderStatus.READY_FOR_PICKUP,
    FulfilmentState.EXCEPTION: OrderStatus.DELIVERY_EXCEPTION,
    FulfilmentState.DELIVERED: OrderStatus.DELIVERED,
    FulfilmentState.RETURNING: OrderStatus.RETURNING,
    FulfilmentState.RETURNED: OrderStatus.RETURNED,
}


def status_of(order: Order) -> OrderStatus:  # noqa: PLR0911 - one for each rule
    """Cancelling beats all; then what holds it, the parcel, the money, the stock."""
    if order.lifecycle is Lifecycle.CLOSED:
        return OrderStatus.CANCELLED
    if order.lifecycle is Lifecycle.CLOSING:
        return OrderStatus.CANCELLING
    strange = order.payment.mismatches and not order.payment.captured
    if order.payment.state is PaymentState.REVIEW or strange:
        return OrderStatus.IN_REVIEW
    if on_hold(order):
        return OrderStatus.ON_HOLD
    if order.fulfilment.state in _FULFILMENT:
        return _FULFILMENT[order.fulfilment.state]
    if order.payment.state in {PaymentState.PENDING, PaymentState.ATTEMPT_FAILED}:
        return OrderStatus.PAYMENT_PENDING
    if order.payment.state is PaymentState.AUTHORISED:
        return OrderStatus.AUTHORISED
    if order.payment.captured > 0:
        return OrderStatus.PAID
    return (
        OrderStatus.PAYMENT_PENDING if order.stock is StockState.RESERVED else OrderStatus.PENDING
    )
