"""Events about an order's money that come from another account than the order's payment."""

from datetime import datetime

from orderloom.domain.facts import Fact, MoneyFact
from orderloom.domain.order import Attention, Order
from orderloom.domain.states import AttentionKind
from orderloom.domain.transition import Actor, EventType, OrderEvent, Transition, note, transition


def is_foreign(order: Order, fact: Fact) -> bool:
    """What is not told, by the provider or by orders of former days, is not compared."""
    if not isinstance(fact, MoneyFact) or fact.account is None or order.payment.account is None:
        return False
    return fact.account != order.payment.account


def decide_foreign(order: Order, fact: MoneyFact, now: datetime) -> Transition | OrderEvent:
    """No money is believed; a person finds out why. Once there is that task, a note is enough."""
    data = {
        "event_type": fact.source.event_type,
        "account": fact.account,
        "expected": order.payment.account,
    }
    kind = AttentionKind.FOREIGN_ACCOUNT
    if order.attention is not None and order.attention.kind is kind:
        noted = EventType.PROVIDER_EVENT_NOTED
        return note(order, noted, actor=Actor.WEBHOOK, now=now, data=data, source=fact.source)
    told = f"{fact.source.event_type} of {fact.account or 'the platform itself'}"
    detail = f"{told}, the payment is of {order.payment.account or 'the platform itself'}"
    return transition(
        order,
        EventType.PAYMENT_IN_REVIEW,
        actor=Actor.WEBHOOK,
        now=now,
        changes={"attention": Attention(kind=kind, since=now, detail=detail)},
        data=data,
        source=fact.source,
    )
