"""Parcels on their way: when their carriers are asked, and when their silence needs a person."""

from datetime import datetime, timedelta

from orderloom.domain.fulfilment import number_is_ours_until
from orderloom.domain.order import (
    Attention,
    AttentionKind,
    FulfilmentState,
    Lifecycle,
    Order,
    Watch,
)
from orderloom.domain.shipping import ShippingPolicy
from orderloom.domain.transition import Actor, EventType, Transition, transition

_S = FulfilmentState
FIRST_LOOK = timedelta(hours=8)
"""After the label; hardly any parcel is scanned sooner."""

_BETWEEN_LOOKS = {
    _S.LABELLED: timedelta(hours=8),
    _S.PART_SHIPPED: timedelta(hours=6),
    _S.SHIPPED: timedelta(hours=6),
    _S.OUT_FOR_DELIVERY: timedelta(hours=1),
    _S.READY_FOR_PICKUP: timedelta(hours=12),
    _S.EXCEPTION: timedelta(hours=6),
    _S.RETURNING: timedelta(hours=24),
}
"""Where the carrier tells nothing by itself; in all other states nothing is expected."""

_WHERE_TOLD = timedelta(hours=24)
"""Where webhooks come: only for those that were lost."""

_OUT_WHERE_TOLD = timedelta(hours=12)

AFTER_A_FAILURE = timedelta(minutes=30)


def first_watch(now: datetime, shard: int) -> Watch:
    return Watch(at=now + FIRST_LOOK, shard=shard)


def is_watched(order: Order) -> bool:
    """Whether its carrier is asked about it by itself."""
    fulfilment = order.fulfilment
    under_way = fulfilment.watch is not None and fulfilment.state in _BETWEEN_LOOKS
    return under_way and order.lifecycle is not Lifecycle.CLOSED


def next_look(order: Order, now: datetime, *, told: bool) -> datetime | None:
    """`told`: its carrier sends webhooks. None: its number may be another parcel's by then."""
    wait = _BETWEEN_LOOKS.get(order.fulfilment.state, _WHERE_TOLD)
    if told:
        out = order.fulfilment.state is _S.OUT_FOR_DELIVERY
        wait = _OUT_WHERE_TOLD if out else max(wait, _WHERE_TOLD)
    at = now + wait
    return at if at < number_is_ours_until(order) else None


def looked(order: Order, at: datetime | None) -> Order:
    """The same version, to be looked at again at `at`; None: never."""
    fulfilment = order.fulfilment
    watch = Watch(at=at, shard=fulfilment.watch.shard) if at and fulfilment.watch else None
    return order.model_copy(update={"fulfilment": fulfilment.model_copy(update={"watch": watch})})


def too_silent(
    order: Order, heard_at: datetime | None, policy: ShippingPolicy, now: datetime
) -> Transition | None:
    """A task for a person, once for each silence, if nothing was heard for too long.

    `heard_at`: of the newest scan the carrier has, where it has any. An order that waits for a
    person already, for another reason, is left to that person.
    """
    fulfilment = order.fulfilment
    busy = order.attention is not None or order.lifecycle is not Lifecycle.OPEN
    if busy or fulfilment.silence_told:
        return None
    since = max(filter(None, (fulfilment.moved_at, heard_at)), default=order.created_at)
    unscanned = fulfilment.state is _S.LABELLED and heard_at is None
    days = policy.unscanned_days if unscanned else policy.stuck_days
    if now - since < timedelta(days=days):
        return None
    kind = AttentionKind.PARCEL_NOT_SCANNED if unscanned else AttentionKind.PARCEL_STUCK
    detail = _detail(order, since, unscanned=unscanned)
    told = fulfilment.model_copy(update={"silence_told": True, "moved_at": since})
    return transition(
        order,
        EventType.TASK_OPENED,
        actor=Actor.SAGA,
        now=now,
        changes={
            "fulfilment": told,
            "attention": Attention(kind=kind, since=now, detail=detail),
        },
        data={
            "kind": kind,
            "detail": detail,
            "account": fulfilment.account,
            "carrier": fulfilment.carrier,
            "service": fulfilment.service,
            "label_id": fulfilment.label_id,
            "tracking_number": fulfilment.tracking_number,
            "silent_since": since.isoformat(),
        },
    )


def _detail(order: Order, since: datetime, *, unscanned: bool) -> str:
    """One line a person can act on."""
    fulfilment = order.fulfilment
    parcel = f"{fulfilment.carrier or fulfilment.account} {fulfilment.tracking_number}"
    if unscanned:
        return f"{parcel}: labelled on {since:%Y-%m-%d}, and never scanned"
    return f"{parcel}: {fulfilment.state.replace('_', ' ')}, nothing heard since {since:%Y-%m-%d}"
