"""Money that came: of an order that waits for it, of one given up, and not as it was asked for."""

from datetime import datetime
from typing import Any

from orderloom.domain.authorisation import CaptureState
from orderloom.domain.capture import captured_later, ended
from orderloom.domain.currency import NO_CURRENCY
from orderloom.domain.facts import PaymentFact
from orderloom.domain.holdings import attending, goes_on, pending_capture, wanted, with_refunds
from orderloom.domain.ledger import EntryKind, Movement
from orderloom.domain.order import Order, Payment
from orderloom.domain.payment_transition import pay
from orderloom.domain.states import Lifecycle
from orderloom.domain.transition import EventType, Transition

_FORM_IS_DONE = dict.fromkeys(("client_secret", "public_key", "page_url"))
"""Of use to nobody once the money is here, and a fifth of a head that every transition rewrites."""


def money_came(order: Order, fact: PaymentFact, now: datetime) -> Transition:
    amount, currency = fact.amount or 0, fact.currency or NO_CURRENCY
    payment = paid(order, amount, currency, fact.payment_id)
    payment = payment.model_copy(update={"fee": order.payment.fee or fact.fee or 0})
    following = attending(order.model_copy(update={"payment": payment}), now)
    changes: dict[str, Any] = {"attention": following.attention}
    as_asked = amount == wanted(order) and currency == order.currency
    if as_asked and (order.lifecycle is not Lifecycle.OPEN or goes_on(following)):
        # Money for an order already given up: a further run of the saga sends it back. And what
        # was held until its money is taken ships.
        changes |= {"saga_attempt": order.saga_attempt + 1, "saga_running": True}
    return pay(
        order,
        fact,
        now,
        EventType.PAYMENT_CAPTURED if as_asked else EventType.PAYMENT_IN_REVIEW,
        payment,
        moved=(captured(order, amount, currency), *_fee(order, fact), *ended(order)[1]),
        told=_told(order, as_asked=as_asked),
        **changes,
    )


def fee_told(order: Order, fact: PaymentFact, now: datetime) -> Transition:
    """The money came before; whoever told of it did not know its price."""
    payment = order.payment.model_copy(update={"fee": fact.fee})
    return pay(order, fact, now, EventType.PAYMENT_FEE_TOLD, payment, moved=_fee(order, fact))


def fee_missing(order: Order) -> bool:
    """The money is here, and nobody told what the provider took of it."""
    return order.payment.captured > 0 and not order.payment.fee


def _fee(order: Order, fact: PaymentFact) -> tuple[Movement, ...]:
    return fee_of(order, fact.fee, fact.currency or NO_CURRENCY)


def fee_of(order: Order, fee: int | None, currency: str) -> tuple[Movement, ...]:
    """What the provider took of the capture, where it is told, and nobody told it before."""
    if not fee or order.payment.fee:
        return ()
    name = order.payment.intent_id or order.order_id
    return (Movement(kind=EntryKind.FEE, object_id=name, amount=fee, currency=currency),)


def paid(order: Order, amount: int, currency: str, payment_id: str | None = None) -> Payment:
    """The payment once its money came; refunds may have been told of before."""
    request = pending_capture(order)
    done = request and request.model_copy(update={"state": CaptureState.DONE})
    captured = ended(order)[0].model_copy(
        update={
            "captured": amount,
            "capture_request": done or order.payment.capture_request,
            "captured_currency": None if currency == order.currency else currency,
            "payment_id": payment_id or order.payment.payment_id,
            **_FORM_IS_DONE,
        }
    )
    return with_refunds(order.model_copy(update={"payment": captured}), captured.refunds)


def captured(order: Order, amount: int, currency: str) -> Movement:
    """The money came; `amount` in minor units. One name, whichever object its event was about."""
    name = order.payment.intent_id or order.order_id
    return Movement(kind=EntryKind.CAPTURED, object_id=name, amount=amount, currency=currency)


def _told(order: Order, *, as_asked: bool) -> dict[str, Any]:
    """When the saga goes on. In review: where it would have with the authorisation, to be held."""
    if not as_asked:
        return {"goes_on": captured_later(order) and order.lifecycle is Lifecycle.OPEN}
    grace = order.fulfilment_grace_seconds
    return {"grace_seconds": grace} if grace else {}
