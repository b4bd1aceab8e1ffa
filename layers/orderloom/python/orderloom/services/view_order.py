"""Reading one order: what it is now, and how it came to be."""

from dataclasses import dataclass

from orderloom.domain.archive import ArchivedOrder
from orderloom.domain.ledger import LedgerEntry
from orderloom.domain.order import Order
from orderloom.domain.ordered import Placed
from orderloom.domain.transition import OrderEvent, placed_event
from orderloom.errors import NotFound, TransientError
from orderloom.ports.archive import OrderArchive
from orderloom.ports.orders import OrderRepository


@dataclass(frozen=True)
class OrderView:
    """The order's head with what was ordered; `archived`: it has left the table."""

    order: Order
    placed: Placed
    archived: bool = False


@dataclass(frozen=True)
class Timeline:
    """Every event of an order, in order, ORDER_PLACED first."""

    order: Order
    events: tuple[OrderEvent, ...]
    archived: bool = False


@dataclass(frozen=True)
class Ledger:
    """All money of an order, in the order of posting."""

    order: Order
    entries: tuple[LedgerEntry, ...]


class ViewOrder:
    """Of one tenant: another's order does not exist here, nor in its archive."""

    def __init__(self, *, orders: OrderRepository, archive: OrderArchive) -> None:
        self._orders = orders
        self._archive = archive

    def __call__(self, order_id: str) -> OrderView:
        """Raises NotFound. TransientError: it is leaving the table at this moment."""
        try:
            return OrderView(self._orders.get(order_id), self._orders.placed(order_id))
        except NotFound as missing:
            kept = self._archived(order_id, missing)
            return OrderView(kept.order, kept.placed, archived=True)

    def timeline(self, order_id: str) -> Timeline:
        """Raises NotFound. TransientError: it is leaving the table at this moment."""
        try:
            order, _, events = self._orders.timeline(order_id)
        except NotFound as missing:
            kept = self._archived(order_id, missing)
            events = (placed_event(kept.placed), *kept.events)
            return Timeline(kept.order, events, archived=True)
        return Timeline(order, events)

    def ledger(self, order_id: str) -> Ledger:
        """Raises NotFound. TransientError: it is leaving the table at this moment."""
        try:
            return Ledger(*self._orders.ledger(order_id))
        except NotFound as missing:
            kept = self._archived(order_id, missing)
            return Ledger(kept.order, kept.entries)

    def _archived(self, order_id: str, missing: NotFound) -> ArchivedOrder:
        kept = self._archive.get(order_id)
        if kept is not None:
            return kept
        self._refuse_if_leaving(order_id)
        raise missing

    def _refuse_if_leaving(self, order_id: str) -> None:
        """Between the deletion of its head and its arrival an order is in neither place."""
        try:
            self._orders.placed(order_id)
        except NotFound:
            return
        raise TransientError(f"{order_id} is on its way to the archive")
