"""The payment machine: what a fact from the provider does to an order.

Facts arrive in any order, any number of times. Guards look at the state, never at
timestamps, and a fact that changes nothing is noted on the timeline.
"""

from datetime import datetime
from typing import Any

from orderloom.domain.authorisation import CaptureState
from orderloom.domain.capture import authorised, ended, tells_news
from orderloom.domain.closing import STILL_HERE
from orderloom.domain.currency import NO_CURRENCY
from orderloom.domain.facts import PaymentFact, PaymentOutcome
from orderloom.domain.holdings import attending, goes_on, pending_capture, wanted, with_refunds
from orderloom.domain.ledger import EntryKind, Movement
from orderloom.domain.mismatch import in_review, mismatches
from orderloom.domain.order import CloseReason, Lifecycle, Order, Payment, PaymentState
from orderloom.domain.transition import Actor, EventType, OrderEvent, Transition, note, transition

_UNPAID = frozenset({PaymentState.PENDING, PaymentState.ATTEMPT_FAILED})


def decide_payment(order: Order, fact: PaymentFact, now: datetime) -> Transition | OrderEvent:
    """The transition `fact` causes, or the note it leaves when it changes nothing."""
    if order.payment.provider not in (None, fact.source.provider):
        return _noted(order, fact, now)
    strange = mismatches(order, fact)
    if strange and fact.outcome is PaymentOutcome.CAPTURED:
        return in_review(order, fact, strange, now)
    return _decide(order, fact, now)


def _decide(  # noqa: PLR0911 - a table
    order: Order, fact: PaymentFact, now: datetime
) -> Transition | OrderEvent:
    match fact.outcome:
        case PaymentOutcome.CAPTURED if order.payment.captured == 0:
            return _captured(order, fact, now)
        case PaymentOutcome.CAPTURED | PaymentOutcome.NOTED if fact.fee and _fee_missing(order):
            return _fee_told(order, fact, now)
        case PaymentOutcome.ATTEMPT_FAILED if _untold(order, fact):
            return _attempt_failed(order, fact, now)
        case PaymentOutcome.BEGUN if order.payment.payment_id is None:
            return _begun(order, fact, now)
        case PaymentOutcome.AUTHORISED if tells_news(order, fact):
            return authorised(order, fact, now)
        case PaymentOutcome.VOIDED if _ends(order, fact):
            return _voided(order, fact, now)
        case PaymentOutcome.REFUNDED if (fact.amount or 0) > _refunds_known(order.payment):
            return _refunds_unknown(order, fact, now)
        case _:
            return _noted(order, fact, now)


def _noted(order: Order, fact: PaymentFact, now: datetime) -> OrderEvent:
    data: dict[str, Any] = {"event_type": fact.source.event_type}
    if fact.fee_on_record and _fee_missing(order):
        data["ask_provider"] = True
    return note(
        order,
        EventType.PROVIDER_EVENT_NOTED,
        actor=Actor.WEBHOOK,
        now=now,
        data=data,
        source=fact.source,
    )


def _fee_missing(order: Order) -> bool:
    """The money is here, and nobody told what the provider took of it."""
    return order.payment.captured > 0 and not order.payment.fee


def _begun(order: Order, fact: PaymentFact, now: datetime) -> Transition:
    """The shopper went through the provider's page; its payment is known by its id from now on."""
    payment = order.payment.model_copy(update={"payment_id": fact.payment_id})
    return _pay(order, fact, now, EventType.PAYMENT_BEGUN, payment)


def _captured(order: Order, fact: PaymentFact, now: datetime) -> Transition:
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
    return _pay(
        order,
        fact,
        now,
        EventType.PAYMENT_CAPTURED if as_asked else EventType.PAYMENT_IN_REVIEW,
        payment,
        moved=(captured(order, amount, currency), *_fee(order, fact), *ended(order)[1]),
        **changes,
    )


def _fee_told(order: Order, fact: PaymentFact, now: datetime) -> Transition:
    """The money came before; whoever told of it did not know its price."""
    payment = order.payment.model_copy(update={"fee": fact.fee})
    return _pay(order, fact, now, EventType.PAYMENT_FEE_TOLD, payment, moved=_fee(order, fact))


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
            "page_url": None,
        }
    )
    return with_refunds(order.model_copy(update={"payment": captured}), captured.refunds)


def void(order: Order, now: datetime) -> dict[str, Any]:
    """What changes once a payment can never be taken; the ledger is told by `ended`."""
    payment = ended(order)[0].model_copy(update={"state": PaymentState.VOIDED})
    following = attending(order.model_copy(update={"payment": payment}), now)
    return {"payment": payment, "attention": following.attention}


def _voided(order: Order, fact: PaymentFact, now: datetime) -> Transition:
    """An order whose saga waits turns back by itself; one that was held gets a further run."""
    changes = void(order, now)
    payment = changes.pop("payment")
    held = order.lifecycle is Lifecycle.OPEN and not order.saga_running
    if held and order.fulfilment.state in STILL_HERE:
        changes |= {
            "lifecycle": Lifecycle.CLOSING,
            "close_reason": CloseReason.PAYMENT_VOIDED,
            "saga_attempt": order.saga_attempt + 1,
            "saga_running": True,
        }
    moved = ended(order)[1]
    return _pay(order, fact, now, EventType.PAYMENT_VOIDED, payment, moved=moved, **changes)


def captured(order: Order, amount: int, currency: str) -> Movement:
    """The money came; `amount` in minor units. One name, whichever object its event was about."""
    name = order.payment.intent_id or order.order_id
    return Movement(kind=EntryKind.CAPTURED, object_id=name, amount=amount, currency=currency)


def _behind_page(order: Order, fact: PaymentFact) -> bool:
    """Told of what the provider's page made, not of the page: there the shopper may try again."""
    return order.payment.hosted and fact.intent_id != order.payment.intent_id


def _ends(order: Order, fact: PaymentFact) -> bool:
    payable = order.payment.state in _UNPAID and not _behind_page(order, fact)
    return payable or order.payment.state is PaymentState.AUTHORISED


def _untold(order: Order, fact: PaymentFact) -> bool:
    """Where attempts have ids, one told of under several event ids is still one."""
    told_before = fact.payment_id in order.payment.failed_payment_ids
    return not told_before and not _behind_page(order, fact)


def _attempt_failed(order: Order, fact: PaymentFact, now: datetime) -> Transition:
    """Every failure counts, told early or late; only one of a payable order changes its state."""
    payment = order.payment.model_copy(update=_failures(order.payment, fact))
    if order.payment.state in _UNPAID and order.lifecycle is Lifecycle.OPEN:
        payment = payment.model_copy(update={"state": PaymentState.ATTEMPT_FAILED})
        return _pay(order, fact, now, EventType.PAYMENT_ATTEMPT_FAILED, payment)
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


def _refunds_known(payment: Payment) -> int:
    """The sum of all refunds ever told of, failed ones too: it never goes down."""
    known = sum(row.amount for row in payment.refunds if row.refund_id is not None)
    return max(known, payment.refunds_told)


def _refunds_unknown(order: Order, fact: PaymentFact, now: datetime) -> Transition:
    """The provider refunded more than is known here; it is asked, and nothing is assigned."""
    payment = order.payment.model_copy(update={"refunds_told": fact.amount})
    return _pay(order, fact, now, EventType.PAYMENT_REFUNDS_UNKNOWN, payment)


def attempts_exhausted(payment: Payment) -> bool:
    """Whether the shopper has no attempt left."""
    return payment.failed_attempts >= payment.max_attempts


def _pay(
    order: Order,
    fact: PaymentFact,
    now: datetime,
    event_type: EventType,
    payment: Payment,
    *,
    moved: tuple[Movement, ...] = (),
    **order_changes: object,
) -> Transition:
    data: dict[str, Any] = {"intent_id": fact.intent_id, "lifecycle": order.lifecycle.value}
    if fact.amount is not None:
        data |= {"amount": fact.amount, "currency": fact.currency}
    if event_type is EventType.PAYMENT_ATTEMPT_FAILED:
        data |= {"code": fact.code, "exhausted": attempts_exhausted(payment)}
    if fact.aliases:
        data["aliases"] = fact.aliases
    if event_type is EventType.PAYMENT_CAPTURED and order.fulfilment_grace_seconds:
        data["grace_seconds"] = order.fulfilment_grace_seconds
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
        moved=moved,
    )
