"""What must happen because an event was committed: the whole outbox, as one function.

The relay sends these; each may arrive more than once, and each is safe to repeat.
"""

from typing import Literal

from orderloom.domain.drain import Drain
from orderloom.domain.model import DomainModel
from orderloom.domain.order import Lifecycle
from orderloom.domain.sharding import ORDER_LIST, STOCK
from orderloom.domain.transition import EventType, OrderEvent


class StartSaga(DomainModel):
    """Start execution number `attempt` of an order's saga."""

    kind: Literal["start_saga"] = "start_saga"
    tenant_id: str
    order_id: str
    attempt: int


MOST_DELAY_SECONDS = 900
"""A queue keeps a message back no longer."""


class ResumePayment(DomainModel):
    """The awaited payment came: the saga goes on, `delay_seconds` from now."""

    kind: Literal["resume_payment"] = "resume_payment"
    tenant_id: str
    order_id: str
    delay_seconds: int = 0


class FailPayment(DomainModel):
    """The awaited payment will not come; `error` is the name the saga catches."""

    kind: Literal["fail_payment"] = "fail_payment"
    tenant_id: str
    order_id: str
    error: str


class WakeParked(DomainModel):
    """A provider's object is known now: apply what was parked for it."""

    kind: Literal["wake_parked"] = "wake_parked"
    tenant_id: str
    provider: str
    object_id: str


class SendRefund(DomainModel):
    """A refund was asked for: `operation` names its row on the order.

    Here and below, `attempt`: how often its provider gave no answer.
    """

    kind: Literal["send_refund"] = "send_refund"
    tenant_id: str
    order_id: str
    operation: str
    attempt: int = 0


class SendCapture(DomainModel):
    """What is authorised is to be taken: `operation` names the wish on the order."""

    kind: Literal["send_capture"] = "send_capture"
    tenant_id: str
    order_id: str
    operation: str
    attempt: int = 0


class AskProvider(DomainModel):
    """An order's money is not all known here: read the provider's own record of it."""

    kind: Literal["ask_provider"] = "ask_provider"
    tenant_id: str
    order_id: str
    attempt: int = 0


class GrowOrderList(DomainModel):
    """Spread a tenant's order list over at least so many shards."""

    kind: Literal["grow_order_list"] = "grow_order_list"
    tenant_id: str
    shards: int


class GrowStock(DomainModel):
    """Spread a SKU's stock over at least so many counters."""

    kind: Literal["grow_stock"] = "grow_stock"
    tenant_id: str
    sku: str
    shards: int


class DrainOrders(DomainModel):
    """Go on with the drain of a tenant's waiting orders behind this step, a little later."""

    kind: Literal["drain_orders"] = "drain_orders"
    tenant_id: str
    drain_id: str
    step: int
    delay_seconds: int = 0


SagaReaction = StartSaga | ResumePayment | FailPayment
MoneyReaction = SendRefund | SendCapture | AskProvider
Growth = GrowOrderList | GrowStock
WorkflowReaction = SagaReaction | MoneyReaction | Growth | DrainOrders
Reaction = WorkflowReaction | WakeParked

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
_DISPUTES = frozenset(
    {
        EventType.DISPUTE_OPENED,
        EventType.DISPUTE_UPDATED,
        EventType.DISPUTE_CLOSED,
        EventType.DISPUTE_MONEY_MOVED,
    }
)


class Contention(DomainModel):
    """Writers had to give up on a tenant's order list, or on a SKU's stock, of `shards` shards."""

    tenant_id: str
    sku: str | None = None
    shards: int


def relief_of(contention: Contention) -> Growth | None:
    """None where the rule allows no more shards."""
    sku, tenant_id = contention.sku, contention.tenant_id
    rule = ORDER_LIST if sku is None else STOCK
    shards = rule.by_contention(contention.shards)
    if shards == contention.shards:
        return None
    if sku is None:
        return GrowOrderList(tenant_id=tenant_id, shards=shards)
    return GrowStock(tenant_id=tenant_id, sku=sku, shards=shards)


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
        case EventType.PAYMENT_CAPTURED | EventType.PAYMENT_AUTHORISED if data.get(
            "goes_on", open_still
        ):
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
        WakeParked(tenant_id=event.tenant_id, provider=provider, object_id=number)
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
    )
