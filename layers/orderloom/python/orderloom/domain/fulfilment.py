"""The fulfilment machine: forward only, except for a return after delivery."""

from datetime import datetime, timedelta

from orderloom.domain.facts import TrackingFact
from orderloom.domain.order import Order
from orderloom.domain.states import FulfilmentState
from orderloom.domain.transition import Actor, EventType, OrderEvent, Transition, note, transition

_S = FulfilmentState
_ON_ITS_WAY = frozenset({_S.OUT_FOR_DELIVERY, _S.READY_FOR_PICKUP, _S.EXCEPTION})
_NEXT: dict[FulfilmentState, frozenset[FulfilmentState]] = {
    _S.LABELLED: _ON_ITS_WAY | {_S.SHIPPED, _S.DELIVERED, _S.RETURNING, _S.RETURNED},
    _S.SHIPPED: _ON_ITS_WAY | {_S.DELIVERED, _S.RETURNING, _S.RETURNED},
    _S.OUT_FOR_DELIVERY: frozenset(
        {_S.READY_FOR_PICKUP, _S.EXCEPTION, _S.DELIVERED, _S.RETURNING, _S.RETURNED}
    ),
    _S.READY_FOR_PICKUP: frozenset({_S.EXCEPTION, _S.DELIVERED, _S.RETURNING, _S.RETURNED}),
    _S.EXCEPTION: _ON_ITS_WAY | {_S.SHIPPED, _S.DELIVERED, _S.RETURNING, _S.RETURNED},
    _S.DELIVERED: frozenset({_S.RETURNING, _S.RETURNED}),
    _S.RETURNING: frozenset({_S.RETURNED}),
}

_NUMBER_IS_OURS = timedelta(days=120)
"""Carriers give a number out again; none sooner than this after its first parcel was sent."""

_CLOCKS_DIFFER = timedelta(days=1)
"""Some scans name no time zone."""


def is_in_time(order: Order, occurred_at: datetime) -> bool:
    """Whether a scan at that moment can be of this order's parcel, and not of its namesake."""
    since = order.created_at - _CLOCKS_DIFFER
    return since <= occurred_at < order.created_at + _NUMBER_IS_OURS


def decide_tracking(order: Order, fact: TrackingFact, now: datetime) -> Transition | OrderEvent:
    """The transition a scan causes, or the note it leaves.

    Notes: scans that are late, repeated, unknown, unproven, or of another parcel.
    """
    fulfilment = order.fulfilment
    data = {
        "tracking_number": fact.tracking_number,
        "description": fact.description,
        "occurred_at": fact.source.occurred_at.isoformat(),
    }
    same_number = fact.tracking_number == fulfilment.tracking_number
    ours = same_number and fact.proven and is_in_time(order, fact.source.occurred_at)
    if ours and fact.state in _NEXT.get(fulfilment.state, frozenset()):
        return transition(
            order,
            EventType.SHIPMENT_UPDATED,
            actor=Actor.WEBHOOK,
            now=now,
            changes={"fulfilment": fulfilment.model_copy(update={"state": fact.state})},
            data={**data, "state": fact.state},
            source=fact.source,
        )
    return note(
        order,
        EventType.PROVIDER_EVENT_NOTED,
        actor=Actor.WEBHOOK,
        now=now,
        data={**data, "event_type": fact.source.event_type},
        source=fact.source,
    )
