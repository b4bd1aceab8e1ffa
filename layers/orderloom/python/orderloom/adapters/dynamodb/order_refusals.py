"""Why a write of an order is refused."""

from orderloom.adapters.dynamodb.order_mapping import event_key
from orderloom.domain.order import Order
from orderloom.domain.transition import OrderEvent
from orderloom.errors import AlreadyApplied, VersionConflict


def known_event(event: OrderEvent) -> AlreadyApplied:
    return AlreadyApplied("/".join(event_key(event)))


def changed_since(order: Order) -> VersionConflict:
    return VersionConflict(f"{order.order_id} is past version {order.version - 1}")


def has_left(order_id: str) -> VersionConflict:
    return VersionConflict(f"{order_id} has left the table")
