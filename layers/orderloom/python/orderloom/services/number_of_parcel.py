"""Tracking numbers become an order's, though older orders may have had them.

A carrier's new number leads to its order by a write of its own, after the commit (half as dear as
in it): if that is never reached, the reaction to the committed event does it. One that is taken
from an older order is so in the commit, as a scan in between would be counted there. That the
parcel is looked after is written before the commit: it is due hours later, and forgotten then where
there is no label.
"""

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
    typed: bool = False,
) -> None:
    """Commit; scans under `numbers` are this order's from now on, and it is looked after.

    `shard`: of the list of the account's parcels on their way. `typed`: by a person, who may give
    one to two orders at once.

    Raises Conflict: one is the number of another order whose parcel may still be scanned.
    """
    order_id = labelled.order.order_id
    if typed or any(orders.find(*one.name) not in {None, order_id} for one in numbers):
        taken = [_taken_over(orders, one, now) for one in numbers]
        orders.watch(first_watch(labelled.order, now, shard))
        orders.commit(labelled, aliases=taken)
        return
    orders.watch(first_watch(labelled.order, now, shard))
    orders.commit(labelled)
    for one in numbers:
        orders.refer(one, order_id)


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
