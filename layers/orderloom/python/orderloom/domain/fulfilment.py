"""The fulfilment machine: forward only, except for a return after delivery."""

from datetime import UTC, datetime, timedelta
from typing import Any

from orderloom.domain.facts import EventSource, TrackingFact
from orderloom.domain.kept_scans import with_scan
from orderloom.domain.order import Order
from orderloom.domain.scan import KeptScan
from orderloom.domain.several_parcels import narrowed, widened
from orderloom.domain.states import AttentionKind, FulfilmentState
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

_WELL = frozenset({_S.SHIPPED, _S.OUT_FOR_DELIVERY, _S.READY_FOR_PICKUP})
_SILENCE = frozenset({AttentionKind.PARCEL_NOT_SCANNED, AttentionKind.PARCEL_STUCK})
_OVER = frozenset({_S.DELIVERED, _S.RETURNED, _S.VOIDED})

_NUMBER_IS_OURS = timedelta(days=120)
"""Carriers give a number out again; none sooner than this after its parcel last moved."""

_NUMBER_IS_FREE = timedelta(days=60)
"""After a delivery only a return is heard of, and that comes sooner."""

_CLOCKS_DIFFER = timedelta(days=1)
"""Some scans name no time zone."""


def number_is_ours_until(order: Order) -> datetime:
    """From when on scans under the order's number are those of another parcel."""
    fulfilment = order.fulfilment
    kept = _NUMBER_IS_FREE if fulfilment.state in _OVER else _NUMBER_IS_OURS
    # Of older orders it is not known when their parcels moved.
    return fulfilment.moved_at + kept if fulfilment.moved_at else order.created_at + _NUMBER_IS_OURS


def is_in_time(order: Order, occurred_at: datetime) -> bool:
    """Whether a scan at that moment can be of this order's parcel, and not of its namesake.

    Not from before its label, or from before the last that moved it; nor from long after.
    """
    since = (order.fulfilment.moved_at or order.created_at) - _CLOCKS_DIFFER
    return since <= occurred_at < number_is_ours_until(order)


def decide_tracking(order: Order, fact: TrackingFact, now: datetime) -> Transition | OrderEvent:
    """The transition a scan causes, or the note it leaves.

    Notes: scans that are late, repeated, unknown, unproven, or of another parcel.
    """
    alone = narrowed(order, fact.tracking_number)
    state = _state_after(alone, fact)
    if state is None:
        return _noted(order, fact, now)
    one = alone.model_copy(update=_moved(alone, state, min(fact.source.occurred_at, now)))
    several = alone is not order
    whole = widened(order, one) if several else one
    scan = KeptScan(
        source=_in_utc(fact.source),
        version=order.version + 1,
        recorded_at=now,
        tracking_number=fact.tracking_number,
        description=fact.description,
        state=whole.fulfilment.state,
        parcel_state=fact.state if several else None,
    )
    return transition(
        order,
        EventType.SHIPMENT_UPDATED,
        actor=Actor.WEBHOOK,
        now=now,
        changes={
            "fulfilment": whole.fulfilment,
            "attention": whole.attention,
            "scans": with_scan(order, scan),
        },
        data=scan.told,
        source=scan.source,
    )


def _state_after(order: Order, fact: TrackingFact) -> FulfilmentState | None:
    """Of an order with one parcel; None where the scan changes nothing."""
    fulfilment = order.fulfilment
    same_number = fact.tracking_number == fulfilment.tracking_number
    if not (same_number and fact.proven and is_in_time(order, fact.source.occurred_at)):
        return None
    if fact.state in _NEXT.get(fulfilment.state, frozenset()) and not _is_late(order, fact):
        return fact.state
    return fulfilment.state if _breaks_silence(order, fact) else None


def _noted(order: Order, fact: TrackingFact, now: datetime) -> OrderEvent:
    return note(
        order,
        EventType.PROVIDER_EVENT_NOTED,
        actor=Actor.WEBHOOK,
        now=now,
        data={
            "tracking_number": fact.tracking_number,
            "description": fact.description,
            "occurred_at": fact.source.occurred_at.isoformat(),
            "event_type": fact.source.event_type,
        },
        source=fact.source,
    )


def _in_utc(source: EventSource) -> EventSource:
    """As it is read again."""
    return source.model_copy(update={"occurred_at": source.occurred_at.astimezone(UTC)})


def _is_late(order: Order, fact: TrackingFact) -> bool:
    """Whether a parcel was still well at the moment of the scan, and had its trouble later.

    Only there the state alone does not tell: from an exception a parcel goes on as before.
    """
    moved_at = order.fulfilment.moved_at
    goes_on = order.fulfilment.state is _S.EXCEPTION and fact.state in _WELL
    return goes_on and moved_at is not None and fact.source.occurred_at < moved_at


def tells_of_silence(order: Order) -> bool:
    """Whether its open task is that nothing is heard of its parcel."""
    return order.attention is not None and order.attention.kind in _SILENCE


def _breaks_silence(order: Order, fact: TrackingFact) -> bool:
    """A newer scan than all that were known when a person was asked to look after the parcel."""
    fulfilment = order.fulfilment
    if not tells_of_silence(order) or fact.state is None:
        return False
    return fulfilment.moved_at is None or fact.source.occurred_at > fulfilment.moved_at


def _moved(order: Order, state: FulfilmentState, moved_at: datetime) -> dict[str, Any]:
    """What a scan changes; the task about the parcel's silence is done by itself."""
    known = order.fulfilment.moved_at
    changed = {
        "state": state,
        "moved_at": max(known, moved_at) if known else moved_at,
        "silence_told": False,
    }
    fulfilment = order.fulfilment.model_copy(update=changed)
    task = None if tells_of_silence(order) else order.attention
    return {"fulfilment": fulfilment, "attention": task}
