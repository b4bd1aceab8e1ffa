"""Scans an order's head keeps, as the events they are: an export shows them no other way."""

from collections.abc import Iterator

from orderloom.adapters.dynamodb.order_mapping import event_record, order_of
from orderloom.adapters.dynamodb.order_records import OrderRecord
from orderloom.adapters.dynamodb.record import record_of
from orderloom.adapters.dynamodb.stored import stored
from orderloom.domain.kept_scans import event_of

from orderloom_cli.tenancy.items import Item, key_of


def whole(item: Item) -> Iterator[Item]:
    """A head without its scans, written out, and an event for each; any other item as it is."""
    if item["SK"]["S"] != "ORDER" or "scans" not in item:
        yield item
        return
    order = order_of(record_of(OrderRecord, item))
    fields = stored(order.model_copy(update={"scans": ()}))
    written = OrderRecord(*key_of(item), **fields).to_dynamodb_dict()
    yield {**{name: value for name, value in item.items() if name != "scans"}, **written}
    for scan in order.scans:
        yield event_record(event_of(order, scan)).to_dynamodb_dict()
