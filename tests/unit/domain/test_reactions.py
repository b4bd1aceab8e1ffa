"""The outbox: which committed events cause what."""

from typing import Any

import pytest
from orderloom.domain.outbox import reactions_to
from orderloom.domain.reactions import FailPayment, Reaction, ResumePayment, StartSaga, WakeParked
from orderloom.domain.transition import Actor, EventType, OrderEvent

from tests.unit.domain.orders import NOW


def start(attempt: int) -> StartSaga:
    return StartSaga(tenant_id="acme", order_id="ord_1", attempt=attempt)


def fail(error: str) -> FailPayment:
    return FailPayment(tenant_id="acme", order_id="ord_1", error=error)


RESUMED = ResumePayment(tenant_id="acme", order_id="ord_1")
WOKEN = WakeParked(tenant_id="acme", provider="stripe", object_id="pi_1", order_id="ord_1")

CASES: list[tuple[EventType, dict[str, Any], tuple[Reaction, ...]]] = [
    (EventType.ORDER_PLACED, {}, (start(1),)),
    (EventType.PAYMENT_REQUESTED, {"provider": "stripe", "object_id": "pi_1"}, (WOKEN,)),
    (EventType.LABEL_PURCHASED, {"provider": "stripe", "object_id": "pi_1"}, (WOKEN,)),
    (EventType.PAYMENT_CAPTURED, {"lifecycle": "open"}, (RESUMED,)),
    (
        EventType.PAYMENT_CAPTURED,
        {"lifecycle": "open", "grace_seconds": 60},
        (RESUMED.model_copy(update={"delay_seconds": 60}),),
    ),
    (EventType.PAYMENT_CAPTURED, {"lifecycle": "closing"}, ()),
    (
        EventType.PAYMENT_CAPTURED,
        {"lifecycle": "closed", "saga_attempt": 3},
        (start(3),),
    ),
    (EventType.PAYMENT_ATTEMPT_FAILED, {"exhausted": False}, ()),
    (
        EventType.PAYMENT_ATTEMPT_FAILED,
        {"exhausted": True},
        (fail("PaymentDeclined"),),
    ),
    (
        EventType.PAYMENT_VOIDED,
        {"lifecycle": "open"},
        (fail("PaymentVoided"),),
    ),
    (EventType.PAYMENT_VOIDED, {"lifecycle": "closing"}, ()),
    (
        EventType.ORDER_CANCEL_REQUESTED,
        {"restart_saga": False, "saga_attempt": 1},
        (fail("OrderCancelled"),),
    ),
    (
        EventType.ORDER_CANCEL_REQUESTED,
        {"restart_saga": True, "saga_attempt": 2},
        (start(2),),
    ),
    (EventType.STOCK_RESERVED, {}, ()),
    (EventType.ORDER_CANCELLED, {}, ()),
    (EventType.TASK_OPENED, {}, ()),
]


@pytest.mark.parametrize(("event_type", "data", "expected"), CASES)
def test_each_event_has_its_reactions(
    event_type: EventType, data: dict[str, Any], expected: tuple[Reaction, ...]
) -> None:
    event = OrderEvent(
        tenant_id="acme",
        order_id="ord_1",
        version=2,
        type=event_type,
        actor=Actor.SAGA,
        recorded_at=NOW,
        data=data,
    )
    assert reactions_to(event) == expected
