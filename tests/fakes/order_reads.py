"""The reading half of the orders in memory."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from orderloom import keys
from orderloom.domain.inbound import ParkedEvent
from orderloom.domain.kept_scans import names, with_kept
from orderloom.domain.ledger import LedgerEntry
from orderloom.domain.operation import Operation
from orderloom.domain.order import Order
from orderloom.domain.ordered import Placed
from orderloom.domain.status import status_of
from orderloom.domain.transition import Actor, EventType, OrderEvent
from orderloom.errors import NotFound
from orderloom.ports.clock import Clock
from orderloom.ports.orders import (
    EVERY_ORDER,
    IdempotencyRecord,
    OrderFilter,
    OrderPage,
    OrderRepository,
)

from tests.fakes.clock import FakeClock
from tests.fakes.faults import Faults
from tests.fakes.warehouse import Warehouse

IDEMPOTENCY_KEPT = timedelta(hours=24)


class FakeOrderReads(OrderRepository):
    """`faults` fail any method by its name, before or after it acted."""

    def __init__(
        self,
        tenant_id: str = "acme",
        *,
        clock: Clock | None = None,
        warehouse: Warehouse | None = None,
    ) -> None:
        self.tenant_id = tenant_id
        self.faults = Faults()
        self._clock = clock or FakeClock()
        self._warehouse = warehouse or Warehouse()
        self._lock = self._warehouse.lock
        self._heads: dict[str, Order] = {}
        self._placed: dict[str, Placed] = {}
        self._events: dict[keys.Key, OrderEvent] = {}
        self._idempotency: dict[str, tuple[IdempotencyRecord, datetime]] = {}
        self._references: dict[tuple[str, str], str] = {}
        self._parked: dict[tuple[str, str, str], ParkedEvent] = {}
        self._ledger: dict[keys.Key, LedgerEntry] = {}
        self._operations: dict[tuple[str, str], Operation] = {}
        self._tokens: dict[str, str] = {}

    def idempotent(self, key: str) -> IdempotencyRecord | None:
        with self.faults.around("idempotent"):
            record, expires_at = self._idempotency.get(key, (None, self._clock.now()))
            return record if expires_at > self._clock.now() else None

    def get(self, order_id: str) -> Order:
        with self.faults.around("get"):
            if order_id not in self._heads:
                raise NotFound("order", order_id)
            return self._heads[order_id]

    def placed(self, order_id: str) -> Placed:
        with self.faults.around("placed"):
            if order_id not in self._placed:
                raise NotFound("order", order_id)
            return self._placed[order_id]

    def timeline(self, order_id: str) -> tuple[Order, Placed, tuple[OrderEvent, ...]]:
        with self._lock:
            order, placed = self.get(order_id), self.placed(order_id)
            events = [event for event in self._events.values() if event.order_id == order_id]
        first = OrderEvent(
            order_id=order_id,
            tenant_id=self.tenant_id,
            version=1,
            type=EventType.ORDER_PLACED,
            actor=Actor.API,
            recorded_at=placed.placed_at,
        )
        return order, placed, (first, *with_kept(order, events))

    def ledger(self, order_id: str) -> tuple[Order, tuple[LedgerEntry, ...]]:
        with self._lock:
            entries = [entry for entry in self._ledger.values() if entry.order_id == order_id]
            return self.get(order_id), tuple(sorted(entries, key=lambda e: e.posted_at))

    def operation(self, order_id: str, operation: str) -> Operation | None:
        return self._operations.get((order_id, operation))

    def page(
        self,
        *,
        limit: int,
        before: str | None,
        since: datetime,
        list_shards: int,  # noqa: ARG002 - here is one list only
        only: OrderFilter = EVERY_ORDER,
    ) -> OrderPage:
        listed = {
            keys.order_list_sort(order.created_at, order.order_id): order
            for order in self._heads.values()
            if order.created_at >= since and self._passes(order, only)
        }
        following = sorted(sort for sort in listed if before is None or sort < before)[::-1]
        shown = following[:limit]
        more = len(following) > limit
        return OrderPage(tuple(listed[sort] for sort in shown), shown[-1] if more else None)

    def _passes(self, order: Order, only: OrderFilter) -> bool:
        return (
            (only.until is None or order.created_at < only.until)
            and (only.customer is None or self._is_of(order, only.customer))
            and (only.status is None or only.status is status_of(order))
        )

    def _is_of(self, order: Order, email: str) -> bool:
        return self._placed[order.order_id].customer.email.lower() == email.lower()

    def applied(self, order_id: str, provider: str, event_id: str) -> bool:
        key = keys.provider_event(self.tenant_id, order_id, provider, event_id)
        head = self._heads.get(order_id)
        return key in self._events or (head is not None and names(head, provider, event_id))

    def find(self, provider: str, object_id: str) -> str | None:
        with self.faults.around("find"):
            return self._references.get((provider, object_id))

    def parked(self, provider: str, object_id: str) -> Sequence[ParkedEvent]:
        waiting = [
            parked for key, parked in self._parked.items() if key[:2] == (provider, object_id)
        ]
        return sorted(waiting, key=lambda parked: parked.event.received_at)

    def token(self, order_id: str) -> str | None:
        return self._tokens.get(order_id)
