"""Money that is authorised first and taken later: told of, asked for, let go."""

from datetime import datetime
from typing import Any

from orderloom.domain.authorisation import (
    Authorisation,
    CaptureMode,
    CaptureState,
    OrderCapture,
)
from orderloom.domain.facts import PaymentFact
from orderloom.domain.holdings import attending, pending_capture
from orderloom.domain.ledger import EntryKind, Movement
from orderloom.domain.order import Order, Payment
from orderloom.domain.states import Lifecycle, PaymentState
from orderloom.domain.transition import Actor, EventType, Transition, transition
from orderloom.errors import CaptureTooLarge, NothingToCapture, WrongCurrency

UNSETTLED = frozenset({PaymentState.PENDING, PaymentState.ATTEMPT_FAILED, PaymentState.AUTHORISED})


def captured_later(order: Order) -> bool:
    """Whether the shopper's bank keeps the money first."""
    return order.payment.capture is not CaptureMode.AUTOMATIC


def tells_news(order: Order, fact: PaymentFact) -> bool:
    """Whether an AUTHORISED fact is about what is not known yet.

    Where the money is taken as soon as it is authorised, it never is.
    """
    payment = order.payment
    as_asked = (fact.amount, fact.currency) == (order.total, order.currency)
    if not captured_later(order) or not as_asked:
        return False
    kept = payment.authorisation
    if kept is None:
        return True
    return kept.ended and not payment.captured and kept.object_id != _named(fact)


def authorised(order: Order, fact: PaymentFact, now: datetime) -> Transition:
    """One told of after its end is posted with its end: the other order would have left both.

    What is authorised late, for an order being given up, is let go by a further run of the saga.
    """
    kept = Authorisation(object_id=_named(fact), amount=fact.amount or 0, lapses_at=fact.lapses_at)
    voided = order.payment.state is PaymentState.VOIDED
    # An intent that is void stays so; where it may be paid in several attempts, one may follow.
    over = bool(order.payment.captured) or (voided and fact.payment_id is None)
    kept = kept.model_copy(update={"ended": over})
    changed: dict[str, Any] = {"authorisation": kept}
    if not over:
        changed["state"] = PaymentState.AUTHORISED
    payment = order.payment.model_copy(update=changed)
    following = attending(order.model_copy(update={"payment": payment}), now)
    changes: dict[str, Any] = {"payment": payment, "attention": following.attention}
    data: dict[str, Any] = {
        "intent_id": fact.intent_id,
        "amount": kept.amount,
        "currency": order.currency,
        "goes_on": not over and order.lifecycle is Lifecycle.OPEN,
        "aliases": fact.aliases,
    }
    late = not over and order.lifecycle is not Lifecycle.OPEN
    if late and (voided or not order.saga_running):
        changes |= {"saga_attempt": order.saga_attempt + 1, "saga_running": True}
        data["saga_attempt"] = order.saga_attempt + 1
    begun = Movement(
        kind=EntryKind.AUTHORISED,
        object_id=kept.object_id,
        amount=kept.amount,
        currency=order.currency,
    )
    return transition(
        order,
        EventType.PAYMENT_AUTHORISED,
        actor=Actor.WEBHOOK,
        now=now,
        changes=changes,
        data=data,
        source=fact.source,
        moved=(begun, _end_of(kept, order.currency)) if over else (begun,),
    )


def ended(order: Order) -> tuple[Payment, tuple[Movement, ...]]:
    """The payment without its authorisation, and what the ledger is told of that."""
    payment, kept = order.payment, order.payment.authorisation
    if kept is None or kept.ended:
        return payment, ()
    over = kept.model_copy(update={"ended": True})
    moved = _end_of(kept, order.currency)
    return payment.model_copy(update={"authorisation": over}), (moved,)


def request_capture(
    order: Order, amount: int | None, currency: str | None, operation: str, now: datetime
) -> Transition:
    """A merchant's wish to take what is authorised; `amount` None: all of it.

    Raises NothingToCapture, CaptureTooLarge, WrongCurrency.
    """
    if currency not in (None, order.currency):
        raise WrongCurrency(f"the order is in {order.currency}", field="currency")
    kept = _capturable(order)
    asked = kept.amount if amount is None else amount
    if asked > kept.amount:
        raise CaptureTooLarge(asked, kept.amount, order.currency)
    payment = asking(order.payment, operation, asked)
    following = attending(order.model_copy(update={"payment": payment}), now)
    return transition(
        order,
        EventType.PAYMENT_CAPTURE_REQUESTED,
        actor=Actor.API,
        now=now,
        changes={"payment": payment, "attention": following.attention},
        data={"operation": operation, "amount": asked, "currency": order.currency},
    )


def asking(payment: Payment, operation: str, amount: int) -> Payment:
    """The payment with a capture on record, to be sent; `amount` in minor units."""
    request = OrderCapture(operation=operation, amount=amount)
    return payment.model_copy(update={"capture_request": request})


def capture_failed(order: Order, operation: str, code: str, now: datetime) -> Transition | None:
    """The provider took nothing: a task for a person. None: that is known, or it took it."""
    request = pending_capture(order)
    if request is None or request.operation != operation or order.payment.captured:
        return None
    failed = request.model_copy(update={"state": CaptureState.FAILED, "code": code})
    payment = order.payment.model_copy(update={"capture_request": failed})
    following = attending(order.model_copy(update={"payment": payment}), now)
    return transition(
        order,
        EventType.PAYMENT_CAPTURE_FAILED,
        actor=Actor.SAGA,
        now=now,
        changes={"payment": payment, "attention": following.attention},
        data={"operation": operation, "amount": request.amount, "code": code},
    )


def _capturable(order: Order) -> Authorisation:
    """What the order's bank keeps for it. Raises NothingToCapture, which says why nothing."""
    payment, order_id = order.payment, order.order_id
    if payment.captured:
        raise NothingToCapture(f"{order_id} was captured: {payment.captured} {order.currency}")
    if payment.capture is CaptureMode.AUTOMATIC:
        raise NothingToCapture(f"{order_id} is captured as soon as it is paid")
    if order.lifecycle is not Lifecycle.OPEN:
        raise NothingToCapture(f"{order_id} is {order.lifecycle}: nothing more is captured")
    pending = pending_capture(order)
    if pending is not None:
        raise NothingToCapture(f"a capture of {pending.amount} {order.currency} is on its way")
    if payment.state is not PaymentState.AUTHORISED or payment.authorisation is None:
        raise NothingToCapture(f"the payment is {payment.state}: nothing is authorised")
    return payment.authorisation


def _named(fact: PaymentFact) -> str:
    """A payment where an intent may have several, else the intent."""
    return fact.payment_id or fact.intent_id


def _end_of(kept: Authorisation, currency: str) -> Movement:
    return Movement(
        kind=EntryKind.AUTHORISATION_ENDED,
        object_id=kept.object_id,
        amount=kept.amount,
        currency=currency,
    )
