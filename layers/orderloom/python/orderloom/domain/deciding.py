"""Which machine a fact is for."""

from datetime import datetime
from typing import assert_never

from orderloom.domain.dispute import decide_dispute
from orderloom.domain.facts import (
    DisputeFact,
    Fact,
    MoneyFact,
    PaymentFact,
    RefundFact,
    TrackingFact,
)
from orderloom.domain.foreign import decide_foreign, is_foreign
from orderloom.domain.fulfilment import decide_tracking
from orderloom.domain.order import Order
from orderloom.domain.payment import decide_payment
from orderloom.domain.refund import decide_refund
from orderloom.domain.transition import OrderEvent, Transition


def decide(order: Order, fact: Fact, now: datetime) -> Transition | OrderEvent:
    """The transition `fact` causes, or the note it leaves when it changes nothing."""
    if isinstance(fact, MoneyFact) and is_foreign(order, fact):
        return decide_foreign(order, fact, now)
    match fact:
        case PaymentFact():
            return decide_payment(order, fact, now)
        case RefundFact():
            return decide_refund(order, fact, now)
        case DisputeFact():
            return decide_dispute(order, fact, now)
        case TrackingFact():
            return decide_tracking(order, fact, now)
        case _:
            assert_never(fact)
