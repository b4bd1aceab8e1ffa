"""Orders, what was placed and what happened: domain values to records and back."""

from typing import Any

from pynamodb.expressions.update import Action

from orderloom import keys
from orderloom.adapters.dynamodb.head_format import lengthened, shortened
from orderloom.adapters.dynamodb.order_records import EventRecord, OrderRecord, PlacedRecord
from orderloom.adapters.dynamodb.stored import domain_of, stored, value_of
from orderloom.domain.order import Order
from orderloom.domain.ordered import Placed
from orderloom.domain.retention import leaves_at
from orderloom.domain.transition import EventType, OrderEvent
from orderloom.errors import CorruptRecord

_NEVER_CHANGE = frozenset(
    {
        *("PK", "SK", "OLPK", "OLSK", "order_id", "tenant_id", "created_at"),
        *("currency", "total", "payment_window_seconds", "fulfilment_grace_seconds"),
        *("retention_days", "restored"),
    }
)


def new_order_record(order: Order, list_shards: int) -> OrderRecord:
    """The head as first stored, with its place in the list of its month."""
    shard = keys.shard_of(order.order_id, list_shards)
    month = f"{order.created_at:%Y-%m}"
    return OrderRecord(
        *keys.order(order.tenant_id, order.order_id),
        OLPK=keys.order_list_partition(order.tenant_id, month, shard),
        OLSK=keys.order_list_sort(order.created_at, order.order_id),
        **_head(order),
    )


def order_changes(order: Order) -> list[Action]:
    """Everything of a head that can change; what is at its default is removed.

    An update, not a put: only `place` knows where in the order list the head stands.
    """
    head = _head(order)
    return [
        attribute.set(head[name]) if name in head else attribute.remove()
        for name, attribute in OrderRecord.get_attributes().items()
        if name not in _NEVER_CHANGE
    ]


def order_of(record: OrderRecord) -> Order:
    """Raises CorruptRecord."""
    try:
        head = lengthened(record.attribute_values)
    except (KeyError, ValueError, TypeError, AttributeError):
        # Not `from` it: such texts repeat the value.
        raise CorruptRecord("/".join(record.key), "scans") from None
    return value_of(Order, head, record.key)


def placed_record(placed: Placed, list_shards: int) -> PlacedRecord:
    """With the order's place in the list of its customer."""
    shard = keys.shard_of(placed.order_id, list_shards)
    return PlacedRecord(
        *keys.placed(placed.tenant_id, placed.order_id),
        CUPK=keys.customer_partition(placed.tenant_id, placed.customer.email, shard),
        CUSK=keys.order_list_sort(placed.placed_at, placed.order_id),
        type=EventType.ORDER_PLACED.value,
        version=1,
        **stored(placed),
    )


def placed_of(record: PlacedRecord) -> Placed:
    return domain_of(Placed, record, reference=None)


def event_record(event: OrderEvent) -> EventRecord:
    return EventRecord(*event_key(event), **stored(event))


def event_key(event: OrderEvent) -> keys.Key:
    """A provider's event is keyed by its own id, so that it can be written once only."""
    source = event.provider_event
    if source is None:
        return keys.transition_event(event.tenant_id, event.order_id, event.version)
    return keys.provider_event(event.tenant_id, event.order_id, source.provider, source.event_id)


def event_of(record: EventRecord) -> OrderEvent:
    return domain_of(OrderEvent, record)


def _head(order: Order) -> dict[str, Any]:
    """Stored fields, with the keys of the attention list while a task is open.

    Once the order has ended, with the moment it may leave: DynamoDB deletes it some time after.
    """
    head = shortened(stored(order))
    leaves = leaves_at(order)
    if leaves is not None:
        head["expires_at"] = int(leaves.timestamp())
    if order.attention is not None:
        kind, since = order.attention.kind, order.attention.since
        head["ATPK"] = keys.attention_partition(order.tenant_id, kind.value)
        head["ATSK"] = keys.order_list_sort(since, order.order_id)
    return head
