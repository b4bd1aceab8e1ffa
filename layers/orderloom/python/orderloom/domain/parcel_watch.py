"""Parcels on their way: when their carriers are asked, and when their silence needs a person."""

from datetime import datetime, timedelta

from orderloom.domain.fulfilment import number_is_ours_until
from orderloom.domain.model import DomainModel
from orderloom.domain.order import Attention, Order, account_of
from orderloom.domain.shipping import ShippingPolicy
from orderloom.domain.states import AttentionKind, FulfilmentState, Lifecycle
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


class Watch(DomainModel):
    """A parcel to be asked after at its carrier's when it is `due`.

    `account`: the connection; `shard`: of the list of that account's parcels.
    """

    order_id: str
    account: str
    shard: int
    due: datetime


def parcel_shards(list_shards: int) -> int:
    """Of the list of parcels: twice as much is written to it as to that of the orders."""
    return 2 * list_shards


def first_watch(order: Order, now: datetime, shard: int) -> Watch:
    """Of an order that just got its label."""
    return Watch(
        order_id=order.order_id,
        account=account_of(order.fulfilment),
        shard=shard,
        due=now + FIRST_LOOK,
    )


def is_watched(order: Order) -> bool:
    """Whether anything is expected of its parcel."""
    return order.fulfilment.state in _BETWEEN_LOOKS and order.lifecycle is not Lifecycle.CLOSED


def next_look(order: Order, now: datetime, *, told: bool) -> datetime | None:
    """`told`: its carrier sends webhooks. None: never, as it has arrived, or is lost for good."""
    if not is_watched(order):
        return None
    wait = _BETWEEN_LOOKS[order.fulfilment.state]
    if told:
        out = order.fulfilment.state is _S.OUT_FOR_DELIVERY
        wait = _OUT_WHERE_TOLD if out else max(wait, _WHERE_TOLD)
    at = now + wait
    return at if at < number_is_ours_until(order) else None


def too_silent(
    order: Order, heard_at: datetime | None, policy: ShippingPolicy, now: datetime
) -> Transition | None:
    """A task for a person, once for each silence, if nothing was heard for too long.

    `heard_at`: of the newest scan the carrier has, where it has any. An order that waits for a
    person already, for another reason, is left to that person.
    """
    fulfilment = order.fulfilment
    busy = order.attention is not None or order.lifecycle is not Lifecycle.OPEN
    if busy or not is_watched(order) or fulfilment.silence_told:
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
