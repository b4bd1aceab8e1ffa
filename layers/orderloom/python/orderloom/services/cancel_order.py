"""Cancelling an order: its saga is told to turn back."""

from orderloom.domain.closing import request_cancel
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository
from orderloom.services.contention import while_the_caller_waits
from orderloom.services.view_order import OrderView, ViewOrder


class CancelOrder:
    """Idempotent: an order that is being given up, or was, stays as it is."""

    def __init__(self, *, orders: OrderRepository, view: ViewOrder, clock: Clock) -> None:
        self._orders = orders
        self._view = view
        self._clock = clock

    @while_the_caller_waits
    def __call__(self, order_id: str) -> OrderView:
        """The order, CLOSING or CLOSED; an archived one is over and needs no commit.

        Raises:
            NotFound.
            Conflict: the parcel has left.
            VersionConflict: others keep changing the order.
        """
        seen = self._view(order_id)
        cancelled = request_cancel(seen.order, self._clock.now())
        if cancelled is None:
            return seen
        self._orders.commit(cancelled)
        return OrderView(cancelled.order, seen.placed)
