"""The payment machine: what a fact from the provider does to an order.

Facts arrive in any order, any number of times. Guards look at the state, never at
timestamps, and a fact that changes nothing is noted on the timeline.
"""

from datetime import datetime
from typing import Any

from orderloom.domain.facts import PaymentFact, PaymentOutcome
from orderloom.domain.order import (
    Attention,
    AttentionKind,
    Lifecycle,
    Order,
    Payment,
    PaymentState,
)
from orderloom.domain.transition import Actor, EventType, OrderEvent, Transition, note, transition
from orderloom.errors import TransientError

_UNPAID = frozenset({PaymentState.PENDING, PaymentState.ATTEMPT_FAILED})


def decide_payment(order: Order, fact: PaymentFact, now: datetime) -> Transition | OrderEvent:
    """The transition `fact` causes, or the note it leaves when it changes nothing.

    Raises:
        TransientError: a refund is told of before the capture it undoes; try again later.
    """
    if order.payment.provider not in (None, fact.source.provider):
        return _noted(order, fact, now)
    match fact.outcome:
        case PaymentOutcome.CAPTURED if order.payment.captured == 0:
            return _captured(order, fact, now)
        case PaymentOutcome.ATTEMPT_FAILED if _counts(order, fact):
            return _attempt_failed(order, fact, now)
        case PaymentOutcome.VOIDED if order.payment.state in _UNPAID:
            return _pay(order, fact, now, EventType.PAYMENT_VOIDED, {"state": PaymentState.VOIDED})
        case PaymentOutcome.REFUNDED if (fact.amount or 0) > order.payment.refunded:
            return _refunded(order, fact, now)
        case _:
            return _noted(order, fact, now)


def _noted(order: Order, fact: PaymentFact, now: datetime) -> OrderEvent:
    return note(
        order,
        EventType.PROVIDER_EVENT_NOTED,
        actor=Actor.WEBHOOK,
        now=now,
        data={"event_type": fact.source.event_type},
        source=fact.source,
    )


def _captured(order: Order, fact: PaymentFact, now: datetime) -> Transition:
    amount = fact.amount or 0
    if amount != order.total or fact.currency != order.currency:
        detail = f"{amount} {fact.currency} captured for {order.total} {order.currency}"
        return _pay(
            order,
            fact,
            now,
            EventType.PAYMENT_IN_REVIEW,
            {"state": PaymentState.REVIEW, "captured": amount, "payment_id": fact.payment_id},
            attention=Attention(kind=AttentionKind.PAYMENT_REVIEW, since=now, detail=detail),
        )
    paid = {"state": PaymentState.PAID, "captured": amount, "payment_id": fact.payment_id}
    if order.lifecycle is Lifecycle.OPEN:
        return _pay(order, fact, now, EventType.PAYMENT_CAPTURED, paid)
    # Money for an order already given up: a further run of the saga sends it back.
    return _pay(
        order,
        fact,
        now,
        EventType.PAYMENT_CAPTURED,
        paid,
        saga_attempt=order.saga_attempt + 1,
        saga_running=True,
    )


def _counts(order: Order, fact: PaymentFact) -> bool:
    """Where attempts have ids, one told of under several event ids is still one."""
    payable = order.payment.state in _UNPAID and order.lifecycle is Lifecycle.OPEN
    return payable and fact.payment_id not in order.payment.failed_payment_ids


def _attempt_failed(order: Order, fact: PaymentFact, now: datetime) -> Transition:
    failed = order.payment.failed_attempts + 1
    payment: dict[str, Any] = {
        "state": PaymentState.ATTEMPT_FAILED,
        "failed_attempts": failed,
        "decline_code": fact.code,
    }
    if fact.payment_id is not None:
        payment["failed_payment_ids"] = (*order.payment.failed_payment_ids, fact.payment_id)
    return _pay(order, fact, now, EventType.PAYMENT_ATTEMPT_FAILED, payment)


def _refunded(order: Order, fact: PaymentFact, now: datetime) -> Transition:
    if order.payment.captured == 0:
        raise TransientError(f"{order.order_id}: refund before capture")
    refunded = fact.amount or 0
    whole = refunded >= order.payment.captured
    state = PaymentState.REFUNDED if whole else PaymentState.PART_REFUNDED
    return _pay(
        order, fact, now, EventType.PAYMENT_REFUNDED, {"state": state, "refunded": refunded}
    )


def attempts_exhausted(payment: Payment) -> bool:
    """Whether the shopper has no attempt left."""
    return payment.failed_attempts >= payment.max_attempts


def _pay(
    order: Order,
    fact: PaymentFact,
    now: datetime,
    event_type: EventType,
    payment_changes: dict[str, Any],
    **order_changes: object,
) -> Transition:
    payment = order.payment.model_copy(update=payment_changes)
    data: dict[str, Any] = {"intent_id": fact.intent_id, "lifecycle": order.lifecycle.value}
    if fact.amount is not None:
        data |= {"amount": fact.amount, "currency": fact.currency}
    if event_type is EventType.PAYMENT_ATTEMPT_FAILED:
        data |= {"code": fact.code, "exhausted": attempts_exhausted(payment)}
    if "saga_attempt" in order_changes:
        data["saga_attempt"] = order_changes["saga_attempt"]
    return transition(
        order,
        event_type,
        actor=Actor.WEBHOOK,
        now=now,
        changes={"payment": payment, **order_changes},
        data=data,
        source=fact.source,
    )
