"""What must happen because an event was committed; `outbox` says because of which.

The relay sends these; each may arrive more than once, and each is safe to repeat.
"""

from typing import Literal

from orderloom.domain.model import DomainModel


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
    """A provider's object is known now: apply what was parked for it.

    `order_id`: of the order it became known as the object of; None: it leads there already.
    """

    kind: Literal["wake_parked"] = "wake_parked"
    tenant_id: str
    provider: str
    object_id: str
    order_id: str | None = None


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
