"""Orders no label could be bought for: they wait for a person, and go on when told to."""

from datetime import datetime
from typing import Any

from orderloom.domain.order import Attention, Fulfilment, Order, Payment, account_of
from orderloom.domain.quote import WantedOffer, told_offer
from orderloom.domain.states import AttentionKind, FulfilmentState, Lifecycle
from orderloom.domain.transition import Actor, EventType, Transition, transition
from orderloom.errors import Conflict

_TASKS = frozenset({AttentionKind.MANUAL_SHIPPING, AttentionKind.LABEL_UNKNOWN})


def require_person(
    order: Order, kind: AttentionKind, detail: str, data: dict[str, Any], now: datetime
) -> Transition:
    """The saga ends here; `data` is everything a person needs to send the parcel.

    `kind`: MANUAL_SHIPPING, or LABEL_UNKNOWN where somebody must look for a label first.
    """
    fulfilment = order.fulfilment.model_copy(update={"state": FulfilmentState.MANUAL_REQUIRED})
    task = Attention(kind=kind, since=now, detail=detail)
    return transition(
        order,
        EventType.SHIPMENT_MANUAL_REQUIRED,
        actor=Actor.SAGA,
        now=now,
        changes={"fulfilment": fulfilment, "attention": task, "saga_running": False},
        data={"detail": detail, **data},
    )


def try_again(order: Order, wanted: WantedOffer | None, now: datetime) -> Transition:
    """A further run of the saga, which tries to buy the label again. Raises Conflict.

    `wanted`: the offer to buy it by; without one, whatever was wanted before is no longer.
    """
    _check_waiting(order)
    attempt = order.saga_attempt + 1
    anew = {"state": FulfilmentState.NONE, "wanted": wanted}
    fulfilment = order.fulfilment.model_copy(update=anew)
    told = {"quote_id": wanted.quote_id, **told_offer(wanted.offer)} if wanted else {}
    return transition(
        order,
        EventType.SHIPMENT_RETRIED,
        actor=Actor.API,
        now=now,
        changes={
            "fulfilment": fulfilment,
            "attention": _other_task(order),
            "saga_attempt": attempt,
            "saga_running": True,
        },
        data={"saga_attempt": attempt, **told},
    )


def sent_by_hand(
    order: Order, parcel: Fulfilment, payment: Payment, asked: dict[str, Any], now: datetime
) -> Transition:
    """A person bought the label elsewhere: `parcel` says which. Raises Conflict.

    `payment` and `asked`: the money that is taken because the parcel leaves, and how that is told.
    """
    _check_waiting(order)
    return transition(
        order,
        EventType.SHIPMENT_ENTERED,
        actor=Actor.API,
        now=now,
        changes={
            "fulfilment": parcel.model_copy(update={"state": FulfilmentState.LABELLED}),
            "payment": payment,
            "attention": _other_task(order),
        },
        data={
            **asked,
            "provider": account_of(parcel).partition(".")[0],
            "account": parcel.account,
            "object_id": parcel.tracking_number,
            "carrier": parcel.carrier,
            "service": parcel.service,
        },
    )


def _check_waiting(order: Order) -> None:
    if order.lifecycle is not Lifecycle.OPEN:
        raise Conflict(f"{order.order_id} is being given up")
    if order.fulfilment.state is not FulfilmentState.MANUAL_REQUIRED:
        raise Conflict(f"{order.order_id} does not wait to be sent by hand")


def _other_task(order: Order) -> Attention | None:
    task = order.attention
    return None if task and task.kind in _TASKS else task
