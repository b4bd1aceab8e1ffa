"""Saga step ReleaseStock: last of the compensation, frees the units and closes the order."""

from orderloom.domain.closing import Failure, close
from orderloom.domain.states import Lifecycle, StockState
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository, StockMove
from orderloom.services.optimistic import deciding_again


class ReleaseStock:
    """Gives back exactly what was taken, in the commit that closes the order."""

    def __init__(self, *, orders: OrderRepository, clock: Clock) -> None:
        self._orders = orders
        self._clock = clock

    @deciding_again
    def __call__(self, order_id: str, failure: Failure) -> None:
        """Raises TransientError under contention that does not end."""
        order = self._orders.get(order_id)
        if order.lifecycle is Lifecycle.CLOSED:
            return
        give_back = None
        if order.stock is StockState.RESERVED:
            give_back = StockMove(order.allocations, direction=1)
        self._orders.commit(close(order, failure, self._clock.now()), stock=give_back)
