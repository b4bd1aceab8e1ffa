"""How an order is given up: asked for, begun, finished."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from orderloom.domain.holdings import attending
from orderloom.domain.model import DomainModel
from orderloom.domain.order import Attention, Order
from orderloom.domain.states import (
    AttentionKind,
    CloseReason,
    FulfilmentState,
    Lifecycle,
    StockState,
)
from orderloom.domain.transition import Actor, EventType, Transition, transition
from orderloom.errors import Conflict


class Failure(DomainModel):
    """Why a saga turned back: the error name it caught and one line for people."""

    error: str
    detail: str = ""


STILL_HERE = frozenset(
    {
        FulfilmentState.NONE,
        FulfilmentState.LABELLED,
        FulfilmentState.VOIDED,
        FulfilmentState.MANUAL_REQUIRED,
    }
)

_REASON_BY_ERROR = {
    "OutOfStock": CloseReason.OUT_OF_STOCK,
    "PaymentDeclined": CloseReason.PAYMENT_DECLINED,
    "PaymentVoided": CloseReason.PAYMENT_VOIDED,
    "States.Timeout": CloseReason.PAYMENT_EXPIRED,
    "OrderCancelled": CloseReason.CANCEL_REQUESTED,
    "ShippingFailed": CloseReason.SHIPPING_FAILED,
}


def close_reason(error: str) -> CloseReason:
    """Why the saga turned back, from the error name Step Functions caught."""
    return _REASON_BY_ERROR.get(error, CloseReason.SAGA_FAILED)


def request_cancel(order: Order, now: datetime) -> Transition | None:
    """A merchant's wish to cancel; None when the order is being given up already.

    An order whose saga has ended (label bought, or a compensation that failed) gets a
    further run of it, which goes straight into compensation.

    Raises:
        Conflict: the parcel has left; only a return can undo the order now.
    """
    if order.lifecycle is not Lifecycle.OPEN:
        return _compensate_again(order, now)
    if order.fulfilment.state not in STILL_HERE:
        raise Conflict(f"{order.order_id} is {order.fulfilment.state}: too late to cancel")
    changes = {
        "lifecycle": Lifecycle.CLOSING,
        "close_reason": CloseReason.CANCEL_REQUESTED,
    }
    return _cancel_requested(order, now, restart=not order.saga_running, changes=changes)


def _compensate_again(order: Order, now: datetime) -> Transition | None:
    stuck = order.attention and order.attention.kind is AttentionKind.COMPENSATION_FAILED
    if order.lifecycle is not Lifecycle.CLOSING or not stuck:
        return None
    return _cancel_requested(order, now, restart=True, changes={"attention": None})


def _cancel_requested(
    order: Order, now: datetime, *, restart: bool, changes: Mapping[str, object]
) -> Transition:
    attempt = order.saga_attempt + 1 if restart else order.saga_attempt
    return transition(
        order,
        EventType.ORDER_CANCEL_REQUESTED,
        actor=Actor.API,
        now=now,
        changes={**changes, "saga_attempt": attempt, "saga_running": True},
        data={"restart_saga": restart, "saga_attempt": attempt},
    )


def begin_closing(order: Order, failure: Failure, now: datetime) -> Transition:
    """The saga turns back: from here on nothing goes forward."""
    reason = close_reason(failure.error)
    return transition(
        order,
        EventType.ORDER_CLOSING,
        actor=Actor.SAGA,
        now=now,
        changes={"lifecycle": Lifecycle.CLOSING, "close_reason": reason},
        data={"reason": reason, "error": failure.error, "detail": failure.detail},
    )


def close(order: Order, failure: Failure, now: datetime) -> Transition:
    """The last step: what was reserved is free again (in the same commit), the order is over."""
    released = [allocation.model_dump() for allocation in order.allocations]
    reason = order.close_reason or close_reason(failure.error)
    stock = StockState.RELEASED if order.stock is StockState.RESERVED else order.stock
    return transition(
        order,
        EventType.ORDER_CANCELLED,
        actor=Actor.SAGA,
        now=now,
        changes={
            "lifecycle": Lifecycle.CLOSED,
            "close_reason": reason,
            "stock": stock,
            "allocations": (),
            "saga_running": False,
            "attention": _left_to_do(order, now),
        },
        data={"reason": reason, "stock_released": released},
    )


def _left_to_do(order: Order, now: datetime) -> Attention | None:
    """Nobody ships it any more, and its money may ask for less; other tasks stay.

    A task that nobody can finish would keep the order in the table for ever.
    """
    task = order.attention
    over = task is not None and task.kind is AttentionKind.MANUAL_SHIPPING
    closed = {"lifecycle": Lifecycle.CLOSED, "attention": None if over else task}
    return attending(order.model_copy(update=closed), now).attention


def open_task(
    order: Order,
    kind: AttentionKind,
    detail: str,
    now: datetime,
    more: Mapping[str, Any] | None = None,
) -> Transition:
    """A task for a person; it replaces an earlier one, which stays on the timeline.

    `more`: what helps with it, for the timeline.
    """
    return transition(
        order,
        EventType.TASK_OPENED,
        actor=Actor.SAGA,
        now=now,
        changes={"attention": Attention(kind=kind, since=now, detail=detail)},
        data={"kind": kind, "detail": detail, **(more or {})},
    )
