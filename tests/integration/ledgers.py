"""Money that moves with a transition, and operations on record."""

from datetime import timedelta

from orderloom.domain.ledger import EntryKind, Movement
from orderloom.domain.operation import Operation
from orderloom.domain.order import Order
from orderloom.domain.transition import Actor, EventType, Transition, transition

from tests.builders.orders import a_payment
from tests.builders.transitions import a_source
from tests.fakes.clock import MOMENT


def moving(
    order: Order, kind: EntryKind, object_id: str, amount: int = 2500, *, currency: str = "USD"
) -> Transition:
    """The next transition of `order`, with money that moves."""
    event_id = f"evt_{object_id}_{kind}_{order.version}"
    return transition(
        order,
        EventType.PAYMENT_CAPTURED,
        actor=Actor.WEBHOOK,
        now=MOMENT + timedelta(seconds=order.version),
        changes={"payment": a_payment(provider="stripe")},
        source=a_source(event_id),
        moved=(Movement(kind=kind, object_id=object_id, amount=amount, currency=currency),),
    )


def an_operation(order: Order, **changes: object) -> Operation:
    given = {
        "order_id": order.order_id,
        "operation": f"{order.order_id}-refund-1",
        "fingerprint": "f",
        "amount": 700,
        "currency": "USD",
        "reason": None,
        "requested_at": MOMENT,
        **changes,
    }
    return Operation(**given)  # type: ignore[arg-type] # given by name
