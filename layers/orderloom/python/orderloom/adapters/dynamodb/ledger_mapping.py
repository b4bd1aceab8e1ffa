"""Ledger entries and money operations: values to records and back, and reading a ledger."""

from datetime import datetime

from orderloom import keys
from orderloom.adapters.dynamodb.conditions import sorts_within
from orderloom.adapters.dynamodb.order_mapping import order_of
from orderloom.adapters.dynamodb.order_records import LedgerRecord, OperationRecord, OrderRecord
from orderloom.adapters.dynamodb.record import record_of
from orderloom.adapters.dynamodb.stored import domain_of, moment, stored
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.tenancy import owned
from orderloom.domain.ledger import LedgerEntry
from orderloom.domain.operation import Operation
from orderloom.domain.order import Order
from orderloom.errors import CorruptRecord, NotFound


def ledger_record(entry: LedgerEntry) -> LedgerRecord:
    key = keys.ledger_entry(
        entry.tenant_id, entry.order_id, entry.provider, entry.object_id, entry.kind.value
    )
    return LedgerRecord(*key, **stored(entry))


def entry_of(record: LedgerRecord) -> LedgerEntry:
    return domain_of(LedgerEntry, record)


def read_ledger(
    table: Table, tenant_id: str, order_id: str
) -> tuple[Order, tuple[LedgerEntry, ...]]:
    """One query: the entries stand just before the head. Raises NotFound."""
    head = keys.order(tenant_id, order_id)
    within = sorts_within(keys.LEDGER_PREFIX, head.sk)
    items = {item["SK"]["S"]: item for item in table.query(head.pk, where=within)}
    if head.sk not in items:
        raise NotFound("order", order_id)
    order = owned(order_of(record_of(OrderRecord, items[head.sk])), tenant_id)
    entries = [
        owned(entry_of(record_of(LedgerRecord, item)), tenant_id)
        for sort_key, item in items.items()
        if sort_key.startswith(keys.LEDGER_PREFIX)
    ]
    return order, tuple(sorted(entries, key=lambda entry: entry.posted_at))


def operation_record(tenant_id: str, operation: Operation) -> OperationRecord:
    return OperationRecord(
        *keys.operation(tenant_id, operation.order_id, operation.operation),
        fingerprint=operation.fingerprint,
        amount=operation.amount,
        currency=operation.currency,
        reason=operation.reason,
        requested_at=moment(operation.requested_at),
    )


def operation_of(record: OperationRecord, order_id: str, operation: str) -> Operation:
    try:
        return Operation(
            order_id=order_id,
            operation=operation,
            fingerprint=record.fingerprint,
            amount=record.amount,
            currency=record.currency,
            reason=record.reason,
            requested_at=datetime.fromisoformat(record.requested_at),
        )
    except (TypeError, ValueError, AttributeError):
        raise CorruptRecord("/".join(record.key), "operation") from None
