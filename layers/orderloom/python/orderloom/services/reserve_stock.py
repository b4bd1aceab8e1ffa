"""Saga step ReserveStock: all lines or none, once per order."""

from orderloom.domain.allocation import allocate
from orderloom.domain.states import Lifecycle, StockState
from orderloom.domain.transition import Actor, EventType, transition
from orderloom.errors import OrderCancelled
from orderloom.ports.catalogue import CatalogueRepository
from orderloom.ports.clock import Clock
from orderloom.ports.orders import OrderRepository, StockMove
from orderloom.services.optimistic import deciding_again
from orderloom.services.stock_look import look_home_first


class ReserveStock:
    """Takes the order's units from the stock counters in the commit that records it."""

    def __init__(
        self, *, orders: OrderRepository, catalogue: CatalogueRepository, clock: Clock
    ) -> None:
        self._orders = orders
        self._catalogue = catalogue
        self._clock = clock

    @deciding_again
    def __call__(self, order_id: str) -> None:
        """Raises OutOfStock (nothing taken), OrderCancelled, TransientError."""
        order = self._orders.get(order_id)
        if order.lifecycle is not Lifecycle.OPEN:
            raise OrderCancelled(order_id)
        if order.stock is StockState.RESERVED:
            return
        placed = self._orders.placed(order_id)
        levels, home = look_home_first(
            self._catalogue, placed.wanted, placed.shards, identifier=order_id
        )
        allocations = allocate(placed.wanted, levels, home=home)
        reserved = transition(
            order,
            EventType.STOCK_RESERVED,
            actor=Actor.SAGA,
            now=self._clock.now(),
            changes={"stock": StockState.RESERVED, "allocations": allocations},
            data={"allocations": [allocation.model_dump() for allocation in allocations]},
        )
        self._orders.commit(reserved, stock=StockMove(allocations, direction=-1))
