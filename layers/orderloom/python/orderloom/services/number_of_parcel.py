"""Tracking numbers become an order's, though older orders may have had them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from orderloom.domain.fulfilment import number_is_ours_until
from orderloom.domain.parcel_watch import first_watch
from orderloom.domain.transition import Transition
from orderloom.errors import Conflict, NotFound
from orderloom.ports.orders import OrderRepository, ProviderObject


def commit_with_numbers(
    orders: OrderRepository,
    labelled: Transition,
    numbers: Sequence[ProviderObject],
    *,
    shard: int,
    now: datetime,
) -> None:
    """Commit; scans under `numbers` are this order's from now on, and it is looked after.

    `shard`: of the list of the account's parcels on their way.

    Raises Conflict: one is the number of another order whose parcel may still be scanned.
    """
    watch = first_watch(labelled.order, now, shard)
    try:
        orders.commit(labelled, aliases=numbers, watch=watch)
    except Conflict:
        taken = [_taken_over(orders, one, now) for one in numbers]
        orders.commit(labelled, aliases=taken, watch=watch)


def _taken_over(orders: OrderRepository, number: ProviderObject, now: datetime) -> ProviderObject:
    """Raises Conflict: its former order has not let go of it."""
    former = orders.find(number.provider, number.object_id)
    if former is None:
        return number
    if not _has_let_go(orders, former, now):
        raise Conflict(f"{number.object_id} belongs to another order")
    return replace(number, former=former)


def _has_let_go(orders: OrderRepository, order_id: str, now: datetime) -> bool:
    try:
        return now >= number_is_ours_until(orders.get(order_id))
    except NotFound:
        return True  # archived long after its end
