"""Reading one tenant's orders, and what waits for them."""

from collections.abc import Sequence
from datetime import datetime

from orderloom import keys
from orderloom.adapters.dynamodb.ledger_mapping import operation_of, read_ledger
from orderloom.adapters.dynamodb.order_mapping import order_of, placed_of
from orderloom.adapters.dynamodb.order_page import read_page, stretch_of
from orderloom.adapters.dynamodb.order_records import (
    EventRecord,
    IdempotencyRecord,
    OperationRecord,
    OrderRecord,
    ParkedRecord,
    PlacedRecord,
    ReferenceRecord,
    TokenRecord,
)
from orderloom.adapters.dynamodb.record import record_of, required
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.tenancy import owned
from orderloom.adapters.dynamodb.timeline import read_timeline
from orderloom.adapters.dynamodb.waiting_mapping import idempotency_of, parked_of
from orderloom.domain.inbound import ParkedEvent
from orderloom.domain.kept_scans import names
from orderloom.domain.ledger import LedgerEntry
from orderloom.domain.operation import Operation
from orderloom.domain.order import Order
from orderloom.domain.ordered import Placed
from orderloom.domain.transition import OrderEvent
from orderloom.errors import NotFound
from orderloom.ports import orders as port
from orderloom.ports.clock import Clock


class OrderReads(port.OrderRepository):
    """The reading half of the repository; all but the order list is read consistently."""

    def __init__(self, table: Table, tenant_id: str, clock: Clock) -> None:
        self.tenant_id = tenant_id
        self._table = table
        self._clock = clock

    def idempotent(self, key: str) -> port.IdempotencyRecord | None:
        record = self._table.get(IdempotencyRecord, keys.idempotency(self.tenant_id, key))
        return idempotency_of(record, key, self._clock.now()) if record else None

    def get(self, order_id: str) -> Order:
        record = self._table.get(OrderRecord, keys.order(self.tenant_id, order_id))
        if record is None:
            raise NotFound("order", order_id)
        return owned(order_of(record), self.tenant_id)

    def placed(self, order_id: str) -> Placed:
        record = self._table.get(PlacedRecord, keys.placed(self.tenant_id, order_id))
        if record is None:
            raise NotFound("order", order_id)
        return owned(placed_of(record), self.tenant_id)

    def timeline(self, order_id: str) -> tuple[Order, Placed, tuple[OrderEvent, ...]]:
        return read_timeline(self._table, self.tenant_id, order_id)

    def ledger(self, order_id: str) -> tuple[Order, tuple[LedgerEntry, ...]]:
        return read_ledger(self._table, self.tenant_id, order_id)

    def operation(self, order_id: str, operation: str) -> Operation | None:
        key = keys.operation(self.tenant_id, order_id, operation)
        record = self._table.get(OperationRecord, key)
        return operation_of(record, order_id, operation) if record else None

    def page(
        self,
        *,
        limit: int,
        before: str | None,
        since: datetime,
        list_shards: int,
        only: port.OrderFilter = port.EVERY_ORDER,
    ) -> port.OrderPage:
        """The list is eventually consistent, what it lists is not."""
        stretch = stretch_of(
            only, before=before, now=self._clock.now(), since=since, shards=list_shards
        )
        return read_page(self._table, self.tenant_id, stretch, limit=limit, only=only)

    def applied(self, order_id: str, provider: str, event_id: str) -> bool:
        key = keys.provider_event(self.tenant_id, order_id, provider, event_id)
        if self._table.get(EventRecord, key) is not None:
            return True
        head = self._table.get(OrderRecord, keys.order(self.tenant_id, order_id))
        return head is not None and names(order_of(head), provider, event_id)

    def find(self, provider: str, object_id: str) -> str | None:
        record = self._table.get(
            ReferenceRecord, keys.reference(self.tenant_id, provider, object_id)
        )
        return required(record, "order_id") if record else None

    def parked(self, provider: str, object_id: str) -> Sequence[ParkedEvent]:
        partition = keys.parked_partition(self.tenant_id, provider, object_id)
        records = (record_of(ParkedRecord, item) for item in self._table.query(partition))
        waiting = [owned(parked_of(record), self.tenant_id) for record in records]
        return sorted(waiting, key=lambda parked: parked.event.received_at)

    def token(self, order_id: str) -> str | None:
        record = self._table.get(TokenRecord, keys.task_token(self.tenant_id, order_id))
        return required(record, "token") if record else None
