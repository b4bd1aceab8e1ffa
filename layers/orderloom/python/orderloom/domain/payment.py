"""The payment machine: what a fact from the provider does to an order.

Facts arrive in any order, any number of times. Guards look at the state, never at
timestamps, and a fact that changes nothing is noted on the timeline.
"""

from datetime import datetime
from typing import Any

from orderloom.domain.capture import authorised, ended, tells_news
from orderloom.domain.closing import STILL_HERE
from orderloom.domain.facts import PaymentFact, PaymentOutcome
from orderloom.domain.holdings import attending
from orderloom.domain.mismatch import in_review, mismatches
from orderloom.domain.order import Order, Payment
from orderloom.domain.payment_attempts import UNPAID, attempt_failed, behind_page, untold
from orderloom.domain.payment_taken import fee_missing, fee_told, money_came
from orderloom.domain.payment_transition import pay
from orderloom.domain.states import CloseReason, Lifecycle, PaymentState
from orderloom.domain.transition import Actor, EventType, OrderEvent, Transition, note


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
            return money_came(order, fact, now)
        case PaymentOutcome.CAPTURED | PaymentOutcome.NOTED if fact.fee and fee_missing(order):
            return fee_told(order, fact, now)
        case PaymentOutcome.ATTEMPT_FAILED if untold(order, fact):
            return attempt_failed(order, fact, now)
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
    if fact.fee_on_record and fee_missing(order):
        data["ask_provider"] = True
    return note(
        order,
        EventType.PROVIDER_EVENT_NOTED,
        actor=Actor.WEBHOOK,
        now=now,
        data=data,
        source=fact.source,
    )


def _begun(order: Order, fact: PaymentFact, now: datetime) -> Transition:
    """The shopper went through the provider's page; its payment is known by its id from now on."""
    payment = order.payment.model_copy(update={"payment_id": fact.payment_id})
    return pay(order, fact, now, EventType.PAYMENT_BEGUN, payment)


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
    return pay(order, fact, now, EventType.PAYMENT_VOIDED, payment, moved=moved, **changes)


def _ends(order: Order, fact: PaymentFact) -> bool:
    payable = order.payment.state in UNPAID and not behind_page(order, fact)
    return payable or order.payment.state is PaymentState.AUTHORISED


def _refunds_known(payment: Payment) -> int:
    """The sum of all refunds ever told of, failed ones too: it never goes down."""
    known = sum(row.amount for row in payment.refunds if row.refund_id is not None)
    return max(known, payment.refunds_told)


def _refunds_unknown(order: Order, fact: PaymentFact, now: datetime) -> Transition:
    """The provider refunded more than is known here; it is asked, and nothing is assigned."""
    payment = order.payment.model_copy(update={"refunds_told": fact.amount})
    return pay(order, fact, now, EventType.PAYMENT_REFUNDS_UNKNOWN, payment)
