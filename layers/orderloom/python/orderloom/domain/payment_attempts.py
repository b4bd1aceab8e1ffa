"""Attempts to pay that failed."""

from datetime import datetime
from typing import Any

from orderloom.domain.facts import PaymentFact
from orderloom.domain.order import Order, Payment
from orderloom.domain.payment_transition import pay
from orderloom.domain.states import Lifecycle, PaymentState
from orderloom.domain.transition import Actor, EventType, Transition, transition

UNPAID = frozenset({PaymentState.PENDING, PaymentState.ATTEMPT_FAILED})


def attempts_exhausted(payment: Payment) -> bool:
    """Whether the shopper has no attempt left."""
    return payment.failed_attempts >= payment.max_attempts


def behind_page(order: Order, fact: PaymentFact) -> bool:
    """Told of what the provider's page made, not of the page: there the shopper may try again."""
    return order.payment.hosted and fact.intent_id != order.payment.intent_id


def untold(order: Order, fact: PaymentFact) -> bool:
    """Where attempts have ids, one told of under several event ids is still one."""
    told_before = fact.payment_id in order.payment.failed_payment_ids
    return not told_before and not behind_page(order, fact)


def attempt_failed(order: Order, fact: PaymentFact, now: datetime) -> Transition:
    """Every failure counts, told early or late; only one of a payable order changes its state."""
    payment = order.payment.model_copy(update=_failures(order.payment, fact))
    if order.payment.state in UNPAID and order.lifecycle is Lifecycle.OPEN:
        payment = payment.model_copy(update={"state": PaymentState.ATTEMPT_FAILED})
        told = {"code": fact.code, "exhausted": attempts_exhausted(payment)}
        return pay(order, fact, now, EventType.PAYMENT_ATTEMPT_FAILED, payment, told=told)
    return transition(
        order,
        EventType.PROVIDER_EVENT_NOTED,
        actor=Actor.WEBHOOK,
        now=now,
        changes={"payment": payment},
        data={"event_type": fact.source.event_type, "code": fact.code},
        source=fact.source,
    )


def _failures(payment: Payment, fact: PaymentFact) -> dict[str, Any]:
    """With one more; the code is that of the latest, by the provider's own account."""
    ids = {*payment.failed_payment_ids, *filter(None, [fact.payment_id])}
    changes = {
        "failed_attempts": payment.failed_attempts + 1,
        "failed_payment_ids": tuple(sorted(ids)),
    }
    latest = (fact.source.occurred_at, fact.code or "")
    if payment.declined_at is None or latest > (payment.declined_at, payment.decline_code or ""):
        changes |= {"decline_code": fact.code, "declined_at": fact.source.occurred_at}
    return changes
