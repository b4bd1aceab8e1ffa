"""Orders in the states the tests start from."""

from datetime import UTC, datetime
from typing import Any

from orderloom.domain.facts import EventSource, PaymentFact, PaymentOutcome, TrackingFact
from orderloom.domain.order import Fulfilment, Order, Payment
from orderloom.domain.states import FulfilmentState, PaymentState

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def an_order(*, payment: dict[str, Any] | None = None, **fields: Any) -> Order:
    """4200 minor units of USD, waiting for its payment."""
    pending: dict[str, Any] = {
        "state": PaymentState.PENDING,
        "provider": "stripe",
        "intent_id": "pi_1",
        "max_attempts": 2,
    }
    return Order.model_validate(
        {
            "order_id": "ord_1",
            "tenant_id": "acme",
            "version": 3,
            "created_at": NOW,
            "updated_at": NOW,
            "currency": "USD",
            "total": 4200,
            "payment_window_seconds": 600,
            "payment": Payment.model_validate(pending | (payment or {})),
            **fields,
        }
    )


def a_shipped_order(state: FulfilmentState, **fields: Any) -> Order:
    """Paid, with tracking number T1, in one state of the fulfilment machine."""
    fulfilment = Fulfilment(
        state=state, account="shipstation", label_id="se-1", tracking_number="T1"
    )
    paid = an_order(payment={"state": PaymentState.PAID, "captured": 4200})
    changes = {"payment": paid.payment, "fulfilment": fulfilment, "saga_running": False}
    return paid.model_copy(update=changes | fields)


def a_source(event_type: str = "payment_intent.succeeded") -> EventSource:
    return EventSource(provider="stripe", event_id="evt_1", event_type=event_type, occurred_at=NOW)


def a_payment_fact(outcome: PaymentOutcome, **fields: Any) -> PaymentFact:
    given = {"amount": 4200, "currency": "USD", "intent_id": "pi_1", **fields}
    return PaymentFact.model_validate({"source": a_source(), "outcome": outcome, **given})


def a_scan(state: FulfilmentState | None, tracking_number: str = "T1") -> TrackingFact:
    return TrackingFact(
        source=a_source("API_TRACK"),
        tracking_number=tracking_number,
        state=state,
        description="scan",
    )
