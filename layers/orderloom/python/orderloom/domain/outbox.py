"""What must happen because an event was committed: the whole outbox, as one function."""

from orderloom.domain.drain import Drain
from orderloom.domain.reactions import (
    AskProvider,
    DrainOrders,
    FailPayment,
    Reaction,
    ResumePayment,
    SendCapture,
    SendRefund,
    StartSaga,
    WakeParked,
)
from orderloom.domain.states import Lifecycle
from orderloom.domain.transition import EventType, OrderEvent

_PAYMENTS = frozenset(
    {EventType.PAYMENT_AUTHORISED, EventType.PAYMENT_CAPTURED, EventType.PAYMENT_VOIDED}
)
_ASKS = frozenset(
    {
        EventType.PAYMENT_REFUNDED,
        EventType.PAYMENT_REFUND_UPDATED,
        EventType.PAYMENT_REFUND_FAILED,
        EventType.PROVIDER_EVENT_NOTED,
    }
)
_ANSWERS = frozenset(
    {EventType.PAYMENT_AUTHORISED, EventType.PAYMENT_CAPTURED, EventType.PAYMENT_IN_REVIEW}
)
_DISPUTES = frozenset(
    {
        EventType.DISPUTE_OPENED,
        EventType.DISPUTE_UPDATED,
        EventType.DISPUTE_CLOSED,
        EventType.DISPUTE_MONEY_MOVED,
    }
)


def following(step: Drain) -> DrainOrders | None:
    """What goes on behind a step; None behind the last."""
    if not step.is_running:
        return None
    return DrainOrders(
        tenant_id=step.tenant_id,
        drain_id=step.drain_id,
        step=step.step,
        delay_seconds=step.pause_seconds,
    )


def reactions_to(event: OrderEvent) -> tuple[Reaction, ...]:
    """The reactions to one committed event; most events need none."""
    source = event.provider_event
    if source is None:
        return _because_of(event)
    woken = [
        WakeParked(tenant_id=event.tenant_id, provider=source.provider, object_id=alias)
        for alias in event.data.get("aliases", ())
    ]
    return (*_because_of(event), *woken)


def _because_of(event: OrderEvent) -> tuple[Reaction, ...]:  # noqa: PLR0911 - a table
    data = event.data
    open_still = data.get("lifecycle") == Lifecycle.OPEN
    match event.type:
        case EventType.ORDER_PLACED:
            return (_start(event, 1),)
        case EventType.PAYMENT_REQUESTED | EventType.LABEL_PURCHASED | EventType.SHIPMENT_ENTERED:
            return (_wake(event), *_wake_further(event), *_captures(event))
        case event_type if event_type in _PAYMENTS and "saga_attempt" in data:
            return (_start(event, data["saga_attempt"]),)
        case event_type if event_type in _ANSWERS and data.get("goes_on", open_still):
            return (_resume(event),)
        case EventType.PAYMENT_ATTEMPT_FAILED if data["exhausted"]:
            return (_fail(event, "PaymentDeclined"),)
        case EventType.PAYMENT_VOIDED if open_still:
            return (_fail(event, "PaymentVoided"),)
        case EventType.SHIPMENT_RETRIED:
            return (_start(event, data["saga_attempt"]),)
        case EventType.ORDER_CANCEL_REQUESTED if data["restart_saga"]:
            return (_start(event, data["saga_attempt"]),)
        case EventType.ORDER_CANCEL_REQUESTED:
            return (_fail(event, "OrderCancelled"),)
        case _:
            return _because_money_went_back(event)


def _because_money_went_back(event: OrderEvent) -> tuple[Reaction, ...]:
    data = event.data
    match event.type:
        case EventType.PAYMENT_REFUND_REQUESTED:
            return (_send_refund(event),)
        case EventType.PAYMENT_CAPTURE_REQUESTED:
            return _captures(event)
        case EventType.PAYMENT_REFUNDS_UNKNOWN:
            return (_ask(event),)
        case event_type if event_type in _ASKS and data.get("ask_provider"):
            return (_ask(event),)
        case event_type if event_type in _DISPUTES and "saga_attempt" in data:
            return (_start(event, data["saga_attempt"]),)
        case _:
            return ()


def _start(event: OrderEvent, attempt: int) -> StartSaga:
    return StartSaga(tenant_id=event.tenant_id, order_id=event.order_id, attempt=attempt)


def _resume(event: OrderEvent) -> ResumePayment:
    delay = event.data.get("grace_seconds", 0)
    return ResumePayment(tenant_id=event.tenant_id, order_id=event.order_id, delay_seconds=delay)


def _fail(event: OrderEvent, error: str) -> FailPayment:
    return FailPayment(tenant_id=event.tenant_id, order_id=event.order_id, error=error)


def _send_refund(event: OrderEvent) -> SendRefund:
    return SendRefund(
        tenant_id=event.tenant_id, order_id=event.order_id, operation=event.data["operation"]
    )


def _wake_further(event: OrderEvent) -> tuple[WakeParked, ...]:
    """Of a shipment of several parcels, scans of each may have come early."""
    provider, first = event.data["provider"], event.data["object_id"]
    return tuple(
        WakeParked(
            tenant_id=event.tenant_id,
            provider=provider,
            object_id=number,
            order_id=event.order_id,
        )
        for number in event.data.get("parcels", ())
        if number != first
    )


def _captures(event: OrderEvent) -> tuple[SendCapture, ...]:
    """A label asks for the money, too, where it is taken on shipping."""
    operation = event.data.get("operation")
    if operation is None:
        return ()
    return (SendCapture(tenant_id=event.tenant_id, order_id=event.order_id, operation=operation),)


def _ask(event: OrderEvent) -> AskProvider:
    return AskProvider(tenant_id=event.tenant_id, order_id=event.order_id)


def _wake(event: OrderEvent) -> WakeParked:
    return WakeParked(
        tenant_id=event.tenant_id,
        provider=event.data["provider"],
        object_id=event.data["object_id"],
        order_id=event.order_id,
    )
