"""One tenant's orders in the table: every write is one transaction, or of one item."""

from collections.abc import Sequence

from orderloom import keys
from orderloom.adapters.dynamodb.conditions import (
    absent,
    expired,
    present,
    still_at,
)
from orderloom.adapters.dynamodb.ledger_mapping import ledger_record, operation_record
from orderloom.adapters.dynamodb.order_mapping import (
    event_key,
    event_record,
    new_order_record,
    order_changes,
    order_of,
    placed_record,
)
from orderloom.adapters.dynamodb.order_reads import OrderReads
from orderloom.adapters.dynamodb.order_records import (
    EventRecord,
    OrderRecord,
    TokenRecord,
)
from orderloom.adapters.dynamodb.order_refusals import changed_since, has_left, known_event
from orderloom.adapters.dynamodb.parcels import parcel_record
from orderloom.adapters.dynamodb.referring import referring
from orderloom.adapters.dynamodb.settling import settling
from orderloom.adapters.dynamodb.stock import move
from orderloom.adapters.dynamodb.tenancy import owned
from orderloom.adapters.dynamodb.waiting_mapping import (
    idempotency_record,
    parked_key,
    parked_record,
)
from orderloom.domain.inbound import ParkedEvent
from orderloom.domain.kept_scans import keeps, kept_before
from orderloom.domain.operation import Operation
from orderloom.domain.order import Order
from orderloom.domain.ordered import Placed
from orderloom.domain.parcel_watch import Watch
from orderloom.domain.transition import OrderEvent, Transition
from orderloom.errors import AlreadyApplied, VersionConflict
from orderloom.ports.orders import IdempotencyRecord, ProviderObject, StockMove


class DynamoOrderRepository(OrderReads):
    """Made for one tenant: `DynamoOrderRepository(table, tenant_id, clock)`."""

    def place(
        self, order: Order, placed: Placed, *, list_shards: int, idempotency: IdempotencyRecord
    ) -> None:
        """An idempotency key serves for a day."""
        now = self._clock.now()
        self._table.put(
            idempotency_record(self.tenant_id, idempotency, now),
            when=absent() | expired(now),
            otherwise=AlreadyApplied(f"{order.order_id}: the idempotency key exists"),
        )
        self.place_claimed(order, placed, list_shards=list_shards)

    @settling
    def place_claimed(self, order: Order, placed: Placed, *, list_shards: int) -> None:
        taken = AlreadyApplied(f"{order.order_id} exists")
        with self._table.writing() as writing:
            writing.put(
                new_order_record(owned(order, self.tenant_id), list_shards),
                when=absent(),
                otherwise=taken,
            )
            request = placed_record(owned(placed, self.tenant_id), list_shards)
            writing.put(request, when=absent(), otherwise=taken)

    def commit(
        self,
        transition: Transition,
        *,
        stock: StockMove | None = None,
        unpark: ParkedEvent | None = None,
        operation: Operation | None = None,
        aliases: Sequence[ProviderObject] = (),
    ) -> None:
        """An alias that points to this order already is no error: facts may be repeated."""
        order, event = owned(transition.order, self.tenant_id), transition.event
        if kept_before(order, event):
            raise known_event(event)
        kept = keeps(order, event.provider_event)
        beside = (transition.entries, stock, unpark, operation, aliases)
        if kept and not any(beside):
            self._move_on(order, event)
            return
        changed = changed_since(order)
        with self._table.writing() as writing:
            writing.update(
                keys.order(self.tenant_id, order.order_id),
                order_changes(order),
                when=still_at(order.version - 1),
                otherwise=changed,
            )
            known = known_event(event) if event.provider_event else changed
            if kept:
                writing.check(event_key(event), when=absent(), otherwise=known)
            else:
                record = event_record(owned(event, self.tenant_id))
                writing.put(record, when=absent(), otherwise=known)
            for entry in transition.entries:
                posted = ledger_record(owned(entry, self.tenant_id))
                writing.put(posted, when=absent(), otherwise=changed)
            if operation is not None:
                asked = operation_record(self.tenant_id, operation)
                writing.put(asked, when=absent(), otherwise=changed)
            if stock is not None:
                move(writing, self.tenant_id, stock)
            for alias in dict.fromkeys(aliases):
                writing.put(**referring(self.tenant_id, alias, order.order_id))
            if unpark is not None:
                writing.delete(parked_key(owned(unpark, self.tenant_id)))

    @settling
    def refer(self, known: ProviderObject, order_id: str) -> None:
        """Not a transaction, which would cost twice as much."""
        self._table.put(**referring(self.tenant_id, known, order_id))

    def watch(self, watch: Watch) -> None:
        self._table.put(parcel_record(self.tenant_id, watch))

    def note(
        self, event: OrderEvent, *, unpark: ParkedEvent | None = None, leaving: bool = False
    ) -> None:
        """Raises VersionConflict while the same event is being written by another, too."""
        if event.provider_event is None:
            raise ValueError("only a provider's event can be noted")
        record = event_record(owned(event, self.tenant_id))
        if unpark is None and not leaving:
            # Not a transaction: those cost twice as much.
            self._table.put(record, when=absent(), otherwise=known_event(event))
            return
        with self._table.writing() as writing:
            writing.put(record, when=absent(), otherwise=known_event(event))
            if leaving:
                head = keys.order(self.tenant_id, event.order_id)
                writing.check(head, when=present(), otherwise=has_left(event.order_id))
            if unpark is not None:
                writing.delete(parked_key(owned(unpark, self.tenant_id)))

    def park(self, parked: ParkedEvent) -> None:
        event = owned(parked, self.tenant_id).event
        with self._table.writing() as writing:
            writing.check(
                keys.reference(self.tenant_id, event.provider, parked.object_id),
                when=absent(),
                otherwise=VersionConflict(f"{parked.object_id} is known by now"),
            )
            writing.put(parked_record(parked, self._clock.now()))

    def unpark(self, parked: ParkedEvent) -> None:
        self._table.delete(parked_key(owned(parked, self.tenant_id)))

    def save_token(self, order_id: str, token: str) -> None:
        self._table.put(TokenRecord(*keys.task_token(self.tenant_id, order_id), token=token))

    def _move_on(self, order: Order, event: OrderEvent) -> None:
        """One write of one item, a quarter of the transaction's price.

        It repeats no event: one that was noted is found by a look at its key, and whoever
        writes it at this very moment read the head at an older version.
        """
        if self._table.get(EventRecord, event_key(event)) is not None:
            raise known_event(event)
        head = keys.order(self.tenant_id, order.order_id)
        try:
            self._table.update(
                head,
                order_changes(order),
                when=still_at(order.version - 1),
                otherwise=changed_since(order),
            )
        except VersionConflict:
            newest = self._table.get(OrderRecord, head)
            if newest is not None and keeps(order_of(newest), event.provider_event):
                raise known_event(event) from None
            raise
