"""An order with its whole history, by one query of its partition."""

from orderloom import keys
from orderloom.adapters.dynamodb.conditions import sorts_below
from orderloom.adapters.dynamodb.order_mapping import event_of, order_of, placed_of
from orderloom.adapters.dynamodb.order_records import EventRecord, OrderRecord, PlacedRecord
from orderloom.adapters.dynamodb.record import Item, record_of
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.tenancy import owned
from orderloom.domain.kept_scans import with_kept
from orderloom.domain.order import Order
from orderloom.domain.ordered import Placed
from orderloom.domain.transition import OrderEvent, placed_event
from orderloom.errors import NotFound


def read_timeline(
    table: Table, tenant_id: str, order_id: str
) -> tuple[Order, Placed, tuple[OrderEvent, ...]]:
    """Raises NotFound.

    A commit during the query may show in the head and not yet among the events.
    """
    head, placed = keys.order(tenant_id, order_id), keys.placed(tenant_id, order_id)
    # The task token sorts behind all the rest: it is none of a timeline's business.
    before_token = sorts_below(keys.task_token(tenant_id, order_id).sk)
    items = {_sort_key(item): item for item in table.query(head.pk, where=before_token)}
    if head.sk not in items or placed.sk not in items:
        raise NotFound("order", order_id)
    order = owned(order_of(record_of(OrderRecord, items[head.sk])), tenant_id)
    request = owned(placed_of(record_of(PlacedRecord, items[placed.sk])), tenant_id)
    events = [
        owned(event_of(record_of(EventRecord, item)), tenant_id)
        for sort_key, item in items.items()
        if sort_key.startswith(keys.EVENT_PREFIX)
    ]
    return order, request, (placed_event(request), *with_kept(order, events))


def _sort_key(item: Item) -> str:
    sort_key: str = item["SK"]["S"]
    return sort_key
