"""Orders on their way from the table to the archive, and back."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from orderloom import keys
from orderloom.adapters.dynamodb.conditions import absent, belongs_to, holds, returned_at_most
from orderloom.adapters.dynamodb.ledger_mapping import (
    entry_of,
    ledger_record,
    operation_of,
    operation_record,
)
from orderloom.adapters.dynamodb.order_mapping import (
    event_key,
    event_of,
    event_record,
    new_order_record,
    placed_of,
    placed_record,
)
from orderloom.adapters.dynamodb.order_records import (
    EventRecord,
    LedgerRecord,
    OperationRecord,
    PlacedRecord,
    ReferenceRecord,
    TokenRecord,
)
from orderloom.adapters.dynamodb.record import Record, record_of, required
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.tenancy import owned
from orderloom.domain.archive import ArchivedOrder, DepartedHead, Remains, objects_of
from orderloom.errors import AlreadyApplied
from orderloom.ports.archive import OrderDepartures
from orderloom.ports.clock import Clock

FOUND_FOR = timedelta(days=540)
"""How long an archived order is found by its provider's objects: disputes take that long."""

_OTHERWISE = AlreadyApplied("somebody else was here first")


class DynamoOrderDepartures(OrderDepartures):
    """Made for one tenant: `DynamoOrderDepartures(table, tenant_id, clock)`.

    No transactions, which cost twice: every item is written or deleted under a condition of its
    own, `restored` telling an item that came back from one that is leaving.
    """

    def __init__(self, table: Table, tenant_id: str, clock: Clock) -> None:
        self.tenant_id = tenant_id
        self._table = table
        self._clock = clock

    def refuse_if_fenced(self) -> None:
        self._table.refuse_if_guarded()

    def remains(self, order_id: str) -> Remains | None:
        partition = keys.order_partition(self.tenant_id, order_id)
        items = {item["SK"]["S"]: item for item in self._table.query(partition)}
        if keys.order(self.tenant_id, order_id).sk in items:
            return None
        placed = items.get(keys.placed(self.tenant_id, order_id).sk)
        token = items.get(keys.task_token(self.tenant_id, order_id).sk)
        return Remains(
            placed=owned(placed_of(record_of(PlacedRecord, placed)), self.tenant_id)
            if placed
            else None,
            events=tuple(
                owned(event_of(record_of(EventRecord, item)), self.tenant_id)
                for sort, item in items.items()
                if sort.startswith(keys.EVENT_PREFIX)
            ),
            entries=tuple(
                owned(entry_of(record_of(LedgerRecord, item)), self.tenant_id)
                for sort, item in items.items()
                if sort.startswith(keys.LEDGER_PREFIX)
            ),
            operations=tuple(
                operation_of(
                    record_of(OperationRecord, item),
                    order_id,
                    sort.removeprefix(keys.OPERATION_PREFIX),
                )
                for sort, item in items.items()
                if sort.startswith(keys.OPERATION_PREFIX)
            ),
            token=required(record_of(TokenRecord, token), "token") if token else None,
        )

    def put_back(
        self, head: DepartedHead, *, list_shards: int, until: datetime | None = None
    ) -> None:
        record = new_order_record(owned(head.order, self.tenant_id), list_shards)
        record.restored = head.restored or None
        record.expires_at = int(until.timestamp()) if until else None
        self._put_if_absent(record)

    def clear(self, whole: ArchivedOrder, remains: Remains) -> None:
        """What was ordered goes last: as long as it is there, the order is known to be leaving."""
        order_id = whole.order.order_id
        for provider, object_id in objects_of(whole):
            self._let_expire(order_id, provider, object_id)
        gone = returned_at_most(whole.restored)
        with suppress(AlreadyApplied):
            if remains.token is not None:
                token = keys.task_token(self.tenant_id, order_id)
                self._table.delete(token, when=holds(remains.token), otherwise=_OTHERWISE)
        for key in self._keys_of(order_id, remains):
            with suppress(AlreadyApplied):
                self._table.delete(key, when=gone, otherwise=_OTHERWISE)

    def restore(self, archived: ArchivedOrder, *, list_shards: int, until: datetime) -> None:
        order = owned(archived.order, self.tenant_id)
        returns = archived.restored + 1
        for record in self._records_of(archived, list_shards):
            self._put_returned(record, returns)
        head = new_order_record(order, list_shards)
        head.restored = returns
        head.expires_at = int(until.timestamp())
        self._put_if_absent(head)

    def _records_of(self, archived: ArchivedOrder, list_shards: int) -> Iterator[Record]:
        yield from (event_record(owned(each, self.tenant_id)) for each in archived.events)
        yield from (ledger_record(owned(each, self.tenant_id)) for each in archived.entries)
        yield from (operation_record(self.tenant_id, each) for each in archived.operations)
        yield placed_record(owned(archived.placed, self.tenant_id), list_shards)

    def _keys_of(self, order_id: str, remains: Remains) -> Iterator[keys.Key]:
        yield from (event_key(event) for event in remains.events)
        yield from (ledger_record(entry).key for entry in remains.entries)
        yield from (operation_record(self.tenant_id, each).key for each in remains.operations)
        if remains.placed is not None:
            yield keys.placed(self.tenant_id, order_id)

    def _let_expire(self, order_id: str, provider: str, object_id: str) -> None:
        reference = ReferenceRecord(
            *keys.reference(self.tenant_id, provider, object_id),
            order_id=order_id,
            expires_at=int((self._clock.now() + FOUND_FOR).timestamp()),
        )
        with suppress(AlreadyApplied):
            self._table.put(reference, when=belongs_to(order_id), otherwise=_OTHERWISE)

    def _put_returned(self, record: Record, returns: int) -> None:
        record.attribute_values["restored"] = returns
        self._table.put(record)

    def _put_if_absent(self, record: Record) -> None:
        with suppress(AlreadyApplied):
            self._table.put(record, when=absent(), otherwise=_OTHERWISE)
