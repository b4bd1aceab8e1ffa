"""What an order's money amounts to: the rest that can be refunded, and what a person must do.

All of it follows from what was captured, the refunds and the disputes, never from the order in
which they became known.
"""

from datetime import datetime

from orderloom.domain.authorisation import CaptureMode, CaptureState, OrderCapture
from orderloom.domain.money import DisputeState, OrderRefund, RefundState
from orderloom.domain.order import Attention, Order, Payment
from orderloom.domain.states import AttentionKind, FulfilmentState, Lifecycle, PaymentState

_MONEY_TASKS = frozenset(
    {
        AttentionKind.PAYMENT_REVIEW,
        AttentionKind.REFUND_FAILED,
        AttentionKind.DISPUTE,
        AttentionKind.DOUBLE_LOSS,
        AttentionKind.CAPTURE_DUE,
        AttentionKind.CAPTURE_FAILED,
    }
)
_UNSHIPPED = frozenset(
    {
        FulfilmentState.NONE,
        FulfilmentState.LABELLED,
        FulfilmentState.VOIDED,
        FulfilmentState.MANUAL_REQUIRED,
    }
)


def money_currency(order: Order) -> str:
    """What the order was paid in."""
    return order.payment.captured_currency or order.currency


def refundable(order: Order) -> int:
    """Minor units that are neither refunded, nor about to be, nor claimed by a bank."""
    payment = order.payment
    asked_for = sum(r.amount for r in payment.refunds if r.state is RefundState.REQUESTED)
    at_risk = sum(dispute.at_risk for dispute in order.disputes)
    return max(payment.captured - payment.refunded - asked_for - at_risk, 0)


def on_hold(order: Order) -> bool:
    """A parcel that has not left stays while a dispute is open."""
    disputed = any(dispute.open for dispute in order.disputes)
    return disputed and order.fulfilment.state in _UNSHIPPED


def pending_capture(order: Order) -> OrderCapture | None:
    """The capture that is on its way to the provider."""
    request = order.payment.capture_request
    return request if request and request.state is CaptureState.REQUESTED else None


def awaits_capture(order: Order) -> bool:
    """Nothing is shipped before the merchant took the money."""
    payment = order.payment
    return payment.capture is CaptureMode.MANUAL and payment.state is PaymentState.AUTHORISED


def goes_on(order: Order) -> bool:
    """Whether the shipment was held, and nothing holds it any more.

    The saga then ships, or, where the money is gone, gives the order up.
    """
    held = (
        order.lifecycle is Lifecycle.OPEN
        and not order.saga_running
        and order.fulfilment.state is FulfilmentState.NONE
    )
    disputed = any(dispute.open for dispute in order.disputes)
    return held and not disputed and not awaits_capture(order)


def wanted(order: Order) -> int:
    """What is to be captured: all of it, or what the merchant asked for; minor units."""
    request = order.payment.capture_request
    failed = request is None or request.state is CaptureState.FAILED
    return order.total if failed or request is None else request.amount


def with_refunds(order: Order, refunds: tuple[OrderRefund, ...], **changes: object) -> Payment:
    """The payment with these refunds, and the state that follows from them."""
    rows = sorted(refunds, key=lambda row: (row.refund_id or "", row.operation or ""))
    payment = order.payment.model_copy(
        update={
            "refunds": tuple(rows),
            "refunded": sum(row.amount for row in rows if row.accepted),
            **changes,
        }
    )
    known = sum(row.amount for row in rows if row.refund_id is not None)
    told = payment.refunds_told if payment.refunds_told > known else 0
    return payment.model_copy(update={"state": _state(order, payment), "refunds_told": told})


def _state(order: Order, payment: Payment) -> PaymentState:
    if payment.captured == 0:
        return payment.state
    if payment.refunded >= payment.captured:
        pending = any(row.state is RefundState.PENDING for row in payment.refunds)
        return PaymentState.REFUND_PENDING if pending else PaymentState.REFUNDED
    if payment.captured != wanted(order) or payment.captured_currency is not None:
        return PaymentState.REVIEW
    return PaymentState.PART_REFUNDED if payment.refunded else PaymentState.PAID


def attending(order: Order, now: datetime) -> Order:
    """The order with the most pressing task its money gives somebody, or none.

    Tasks of other kinds stay: they are closed by what they ask for.
    """
    current = order.attention
    if current is not None and current.kind not in _MONEY_TASKS:
        return order
    task = _task(order, now)
    if task is not None and current is not None and task.kind is current.kind:
        task = task.model_copy(update={"since": current.since})
    return order.model_copy(update={"attention": task})


def _task(order: Order, now: datetime) -> Attention | None:
    payment, disputes = order.payment, order.disputes
    due = min(
        (d.evidence_due for d in disputes if d.awaits_evidence and d.evidence_due), default=None
    )
    at_risk = sum(dispute.at_risk for dispute in disputes)
    if payment.captured and at_risk and payment.refunded + at_risk > payment.captured:
        detail = f"{payment.refunded} refunded and {at_risk} disputed of {payment.captured}"
        return Attention(kind=AttentionKind.DOUBLE_LOSS, since=now, detail=detail, due=due)
    pressing = [d for d in disputes if d.open or _lost_unshipped(order, d.state)]
    if pressing:
        detail = ", ".join(f"{d.dispute_id} is {d.state}" for d in pressing)
        return Attention(kind=AttentionKind.DISPUTE, since=now, detail=detail, due=due)
    failed = [r for r in payment.refunds if r.state is RefundState.FAILED and not r.answered]
    if failed and refundable(order):
        detail = ", ".join(map(_failure, failed))
        return Attention(kind=AttentionKind.REFUND_FAILED, since=now, detail=detail)
    if payment.state is PaymentState.REVIEW:
        paid = f"{payment.captured} {money_currency(order)}"
        detail = f"{paid} captured for {order.total} {order.currency}"
        return Attention(kind=AttentionKind.PAYMENT_REVIEW, since=now, detail=detail)
    if payment.mismatches:
        detail = f"a payment was told of that differs in {', '.join(payment.mismatches)}"
        return Attention(kind=AttentionKind.PAYMENT_REVIEW, since=now, detail=detail)
    return _capture_task(order, now)


def _capture_task(order: Order, now: datetime) -> Attention | None:
    """What is authorised lapses; a parcel must not leave without its money."""
    payment, kept = order.payment, order.payment.authorisation
    if order.lifecycle is not Lifecycle.OPEN or kept is None or payment.captured:
        return None
    if payment.state is PaymentState.VOIDED and order.fulfilment.state not in _UNSHIPPED:
        detail = f"the authorisation of {kept.amount} {order.currency} ended; the parcel has left"
        return Attention(kind=AttentionKind.CAPTURE_FAILED, since=now, detail=detail)
    if payment.state is not PaymentState.AUTHORISED:
        return None
    request, due = payment.capture_request, kept.lapses_at
    if request is not None and request.state is CaptureState.FAILED:
        detail = f"capture of {request.amount} {order.currency} failed: {request.code}"
        return Attention(kind=AttentionKind.CAPTURE_FAILED, since=now, detail=detail, due=due)
    if request is None and awaits_capture(order):
        detail = f"{kept.amount} {order.currency} can be captured, or the order cancelled"
        return Attention(kind=AttentionKind.CAPTURE_DUE, since=now, detail=detail, due=due)
    return None


def _failure(refund: OrderRefund) -> str:
    name = refund.refund_id or refund.operation
    return f"refund {name} of {refund.amount} failed: {refund.code or 'no reason given'}"


def _lost_unshipped(order: Order, state: DisputeState) -> bool:
    labelled = order.fulfilment.state is FulfilmentState.LABELLED
    return state is DisputeState.LOST and labelled and order.lifecycle is Lifecycle.OPEN
