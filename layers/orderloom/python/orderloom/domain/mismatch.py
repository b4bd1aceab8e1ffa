"""A payment told of under an order's intent that is not the one asked for.

Test money for real money, another order: whatever it is, it pays for nothing. A person looks at
it, and the payment that was asked for may still come. (Another account: see `foreign`.)
"""

from datetime import datetime

from orderloom.domain.facts import PaymentFact
from orderloom.domain.holdings import attending
from orderloom.domain.identifiers import ORDER_PREFIX
from orderloom.domain.order import Order
from orderloom.domain.transition import Actor, EventType, OrderEvent, Transition, note, transition


def mismatches(order: Order, fact: PaymentFact) -> tuple[str, ...]:
    """Names of what is told otherwise than it was asked for; what is not told is not compared."""
    asked = (order.order_id, order.payment.livemode)
    # A merchant's checkout may write ids of its own under the same name.
    ours = (fact.order_hint or "").startswith(ORDER_PREFIX)
    told = (fact.order_hint if ours else None, fact.livemode)
    return tuple(
        name
        for name, here, there in zip(("order", "livemode"), asked, told, strict=True)
        if here is not None and there is not None and here != there
    )


def in_review(
    order: Order, fact: PaymentFact, strange: tuple[str, ...], now: datetime
) -> Transition | OrderEvent:
    """A task for a person, once for each thing that is strange; the money stays as it was."""
    data = {"event_type": fact.source.event_type, "mismatches": list(strange)}
    known = tuple(sorted({*order.payment.mismatches, *strange}))
    if known == order.payment.mismatches:
        return note(
            order,
            EventType.PROVIDER_EVENT_NOTED,
            actor=Actor.WEBHOOK,
            now=now,
            data=data,
            source=fact.source,
        )
    payment = order.payment.model_copy(update={"mismatches": known})
    following = attending(order.model_copy(update={"payment": payment}), now)
    return transition(
        order,
        EventType.PAYMENT_IN_REVIEW,
        actor=Actor.WEBHOOK,
        now=now,
        changes={"payment": payment, "attention": following.attention},
        data=data,
        source=fact.source,
    )
