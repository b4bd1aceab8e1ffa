"""What an order's money says of shipping it."""

from orderloom.domain.authorisation import CaptureMode
from orderloom.domain.capture import asking
from orderloom.domain.holdings import awaits_capture, on_hold, pending_capture, refundable
from orderloom.domain.order import Order, Payment
from orderloom.domain.states import Lifecycle, PaymentState

_PAID = frozenset({PaymentState.PAID, PaymentState.PART_REFUNDED})


def held(order: Order) -> bool:
    """A dispute is open, or the merchant has yet to take the money, or to look at what came."""
    in_review = order.payment.state is PaymentState.REVIEW
    return on_hold(order) or awaits_capture(order) or in_review


def may_ship(order: Order) -> bool:
    """Money is here, or kept by the shopper's bank and taken on shipping."""
    if order.payment.capture is CaptureMode.ON_SHIPPING and not order.payment.captured:
        return order.payment.state is PaymentState.AUTHORISED
    return order.payment.state in _PAID and refundable(order) > 0


def capturing(order: Order) -> tuple[Payment, dict[str, str]]:
    """The money is asked for in the commit of the label, where it is taken on shipping."""
    payment, kept = order.payment, order.payment.authorisation
    due = (
        order.lifecycle is Lifecycle.OPEN
        and payment.capture is CaptureMode.ON_SHIPPING
        and payment.state is PaymentState.AUTHORISED
        and pending_capture(order) is None
    )
    if kept is None or not due:
        return payment, {}
    operation = f"{order.order_id}-capture-on-shipping"
    return asking(payment, operation, kept.amount), {"operation": operation}
