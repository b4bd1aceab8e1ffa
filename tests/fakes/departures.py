"""Orders leaving a table in memory, and coming back."""

from datetime import datetime

from orderloom.domain.archive import ArchivedOrder, DepartedHead, Remains
from orderloom.domain.order import Order
from orderloom.errors import TenantMoving
from orderloom.ports.archive import OrderDepartures

from tests.fakes.faults import Faults
from tests.fakes.orders import FakeOrders, entry_key, event_key


class FakeDepartures(OrderDepartures):
    """`until` is how long each order that came back stays, by its id."""

    def __init__(self, orders: FakeOrders) -> None:
        self.tenant_id = orders.tenant_id
        self.faults = Faults()
        self.fenced = False
        self.until: dict[str, datetime] = {}
        self._orders = orders
        self._returns: dict[str, int] = {}

    def expire(self, order_id: str) -> DepartedHead:
        """What DynamoDB's time to live does, and tells of."""
        head = self._orders._heads.pop(order_id)
        return DepartedHead(order=head, restored=self._returns.get(order_id, 0))

    def refuse_if_fenced(self) -> None:
        if self.fenced:
            raise TenantMoving(self.tenant_id)

    def remains(self, order_id: str) -> Remains | None:
        if order_id in self._orders._heads:
            return None
        events = [it for it in self._orders._events.values() if it.order_id == order_id]
        return Remains(
            placed=self._orders._placed.get(order_id),
            events=tuple(events),
            entries=tuple(it for it in self._orders._ledger.values() if it.order_id == order_id),
            operations=tuple(
                it for it in self._orders._operations.values() if it.order_id == order_id
            ),
            token=self._orders._tokens.get(order_id),
        )

    def put_back(
        self,
        head: DepartedHead,
        *,
        list_shards: int,  # noqa: ARG002 - here is one list only
        until: datetime | None = None,
    ) -> None:
        self._set_default(head.order)
        if until is not None:
            self.until[head.order.order_id] = until

    def clear(self, whole: ArchivedOrder, remains: Remains) -> None:
        order_id = whole.order.order_id
        with self.faults.around("clear"):
            if self._orders._tokens.get(order_id) == remains.token:
                self._orders._tokens.pop(order_id, None)
            if self._returns.get(order_id, 0) > whole.restored:
                return
            for event in remains.events:
                self._orders._events.pop(event_key(event), None)
            for entry in remains.entries:
                self._orders._ledger.pop(entry_key(entry), None)
            for operation in remains.operations:
                self._orders._operations.pop((order_id, operation.operation), None)
            self._orders._placed.pop(order_id, None)

    def restore(
        self,
        archived: ArchivedOrder,
        *,
        list_shards: int,  # noqa: ARG002 - here is one list only
        until: datetime,
    ) -> None:
        with self.faults.around("restore"):
            order_id = archived.order.order_id
            self._returns[order_id] = archived.restored + 1
            self._orders._events |= {event_key(event): event for event in archived.events}
            self._orders._ledger |= {entry_key(entry): entry for entry in archived.entries}
            self._orders._operations |= {(order_id, it.operation): it for it in archived.operations}
            self._orders._placed[order_id] = archived.placed
            self._set_default(archived.order)
            self.until[order_id] = until

    def _set_default(self, order: Order) -> None:
        self._orders._heads.setdefault(order.order_id, order)
