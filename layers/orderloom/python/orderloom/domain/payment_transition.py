"""One transition of an order's payment, because of a fact."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from orderloom.domain.facts import PaymentFact
from orderloom.domain.ledger import Movement
from orderloom.domain.order import Order, Payment
from orderloom.domain.transition import Actor, EventType, Transition, transition


def pay(
    order: Order,
    fact: PaymentFact,
    now: datetime,
    event_type: EventType,
    payment: Payment,
    *,
    moved: tuple[Movement, ...] = (),
    told: Mapping[str, object] = MappingProxyType({}),
    **order_changes: object,
) -> Transition:
    """The transition to `payment`; `told`: what its event says beside the money."""
    data: dict[str, Any] = {"intent_id": fact.intent_id, "lifecycle": order.lifecycle.value}
    if fact.amount is not None:
        data |= {"amount": fact.amount, "currency": fact.currency}
    if fact.aliases:
        data["aliases"] = fact.aliases
    data |= told
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
