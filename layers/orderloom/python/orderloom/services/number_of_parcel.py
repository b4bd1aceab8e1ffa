"""A tracking number becomes an order's, though an older order may have had it."""

from dataclasses import replace
from datetime import datetime

from orderloom.domain.fulfilment import number_is_ours_until
from orderloom.domain.parcel_watch import first_watch
from orderloom.domain.transition import Transition
from orderloom.errors import Conflict, NotFound
from orderloom.ports.orders import OrderRepository, ProviderObject


def commit_with_number(
    orders: OrderRepository,
    labelled: Transition,
    number: ProviderObject,
    *,
    shard: int,
    now: datetime,
) -> None:
    """Commit; scans under `number` are this order's from now on, and it is looked after.

    `shard`: of the list of the account's parcels on their way.

    Raises Conflict: it is the number of another order whose parcel may still be scanned.
    """
    watch = first_watch(labelled.order, now, shard)
    try:
        orders.commit(labelled, reference=number, watch=watch)
    except Conflict:
        former = orders.find(number.provider, number.object_id)
        if former is None or not _has_let_go(orders, former, now):
            raise
        orders.commit(labelled, reference=replace(number, former=former), watch=watch)


def _has_let_go(orders: OrderRepository, order_id: str, now: datetime) -> bool:
    try:
        return now >= number_is_ours_until(orders.get(order_id))
    except NotFound:
        return True  # archived long after its end
