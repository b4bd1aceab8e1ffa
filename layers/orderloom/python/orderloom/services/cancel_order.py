"""Cancelling an order: its saga is told to turn back."""

from orderloom.domain.closing import request_cancel
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.services.contention import while_the_caller_waits
from orderloom.services.view_order import OrderView


class CancelOrder:
    """Idempotent: an order that is being given up, or was, stays as it is."""

    def __init__(self, *, orders: OrderRepository, clock: Clock) -> None:
        self._orders = orders
        self._clock = clock

    @while_the_caller_waits
    def __call__(self, order_id: str) -> OrderView:
        """The order, CLOSING or CLOSED.

        Raises:
            NotFound.
            Conflict: the parcel has left.
            VersionConflict: others keep changing the order.
        """
        order = self._orders.get(order_id)
        cancelled = request_cancel(order, self._clock.now())
        if cancelled is not None:
            self._orders.commit(cancelled)
            order = cancelled.order
        return OrderView(order, self._orders.placed(order_id))
