"""A tracking number becomes an order's, though an older order may have had it."""

from dataclasses import replace
from datetime import datetime

from orderloom.domain.fulfilment import number_is_ours_until
from orderloom.domain.transition import Transition
from orderloom.errors import Conflict, NotFound
from orderloom.ports.orders import OrderRepository, ProviderObject


def commit_with_number(
    orders: OrderRepository, labelled: Transition, number: ProviderObject, now: datetime
) -> None:
    """Commit; scans under `number` are this order's from now on.

    Raises Conflict: it is the number of another order whose parcel may still be scanned.
    """
    try:
        orders.commit(labelled, reference=number)
    except Conflict:
        former = orders.find(number.provider, number.object_id)
        if former is None or not _has_let_go(orders, former, now):
            raise
        orders.commit(labelled, reference=replace(number, former=former))


def _has_let_go(orders: OrderRepository, order_id: str, now: datetime) -> bool:
    try:
        return now >= number_is_ours_until(orders.get(order_id))
    except NotFound:
        return True  # archived long after its end
