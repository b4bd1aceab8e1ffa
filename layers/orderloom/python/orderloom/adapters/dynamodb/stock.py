"""Taking units from stock counters, and giving them back, inside an order's transaction."""

from orderloom import keys
from orderloom.adapters.dynamodb.catalogue_records import StockRecord
from orderloom.adapters.dynamodb.conditions import at_least, present
from orderloom.adapters.dynamodb.transaction import Transaction
from orderloom.domain.catalogue import Allocation, Transfer
from orderloom.errors import CorruptRecord, VersionConflict
from orderloom.ports.orders import StockMove


def move(writing: Transaction, tenant_id: str, stock: StockMove) -> None:
    """A counter that fell too low is a VersionConflict: read again, and decide again."""
    for allocation in stock.allocations:
        if stock.direction < 0:
            _take(writing, tenant_id, allocation)
        else:
            _give_back(writing, tenant_id, allocation)


def move_between_counters(writing: Transaction, tenant_id: str, transfer: Transfer) -> None:
    """Never to an exact value: orders take from both counters at the same time."""
    changed = VersionConflict(f"{transfer.sku}: counter {transfer.source} fell")
    for shard, units, condition in (
        (transfer.source, -transfer.quantity, at_least(transfer.quantity)),
        (transfer.target, transfer.quantity, present()),
    ):
        writing.update(
            keys.stock(tenant_id, transfer.sku, shard),
            [StockRecord.available.add(units), StockRecord.moves.add(1)],
            when=condition,
            otherwise=changed,
        )


def _take(writing: Transaction, tenant_id: str, allocation: Allocation) -> None:
    writing.update(
        keys.stock(tenant_id, allocation.sku, allocation.shard),
        [StockRecord.available.add(-allocation.quantity)],
        when=at_least(allocation.quantity),
        otherwise=VersionConflict(f"{allocation.sku}: counter {allocation.shard} fell"),
    )


def _give_back(writing: Transaction, tenant_id: str, allocation: Allocation) -> None:
    key = keys.stock(tenant_id, allocation.sku, allocation.shard)
    writing.update(
        key,
        [StockRecord.available.add(allocation.quantity)],
        # Without this, DynamoDB would make a counter that no product knows.
        when=present(),
        otherwise=CorruptRecord("/".join(key), "available"),
    )
