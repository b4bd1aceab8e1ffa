"""What every compensating step does first: make sure that nothing goes forward any more."""

from orderloom.domain.closing import Failure, begin_closing
from orderloom.domain.order import Order
from orderloom.domain.states import Lifecycle
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.services.optimistic import deciding_again


@deciding_again
def closing_order(orders: OrderRepository, clock: Clock, order_id: str, failure: Failure) -> Order:
    """The order, CLOSING or CLOSED by now."""
    order = orders.get(order_id)
    if order.lifecycle is not Lifecycle.OPEN:
        return order
    closing = begin_closing(order, failure, clock.now())
    orders.commit(closing)
    return closing.order
