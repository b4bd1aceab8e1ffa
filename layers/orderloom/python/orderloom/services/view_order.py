"""Reading one order: what it is now, and how it came to be."""

from dataclasses import dataclass

from orderloom.domain.ledger import LedgerEntry
from orderloom.domain.order import Order, Placed
from orderloom.domain.transition import OrderEvent
from orderloom.ports.orders import OrderRepository


@dataclass(frozen=True)
class OrderView:
    """The order's head with what was ordered."""

    order: Order
    placed: Placed


@dataclass(frozen=True)
class Timeline:
    """Every event of an order, in order, ORDER_PLACED first."""

    order: Order
    events: tuple[OrderEvent, ...]


@dataclass(frozen=True)
class Ledger:
    """All money of an order, in the order of posting."""

    order: Order
    entries: tuple[LedgerEntry, ...]


class ViewOrder:
    """Of one tenant: another's order does not exist here."""

    def __init__(self, *, orders: OrderRepository) -> None:
        self._orders = orders

    def __call__(self, order_id: str) -> OrderView:
        """Raises NotFound."""
        return OrderView(self._orders.get(order_id), self._orders.placed(order_id))

    def timeline(self, order_id: str) -> Timeline:
        """Raises NotFound."""
        order, _, events = self._orders.timeline(order_id)
        return Timeline(order, events)

    def ledger(self, order_id: str) -> Ledger:
        """Raises NotFound."""
        return Ledger(*self._orders.ledger(order_id))
