"""What DynamoDB's time to live deleted, as the table's stream tells of it."""

from collections.abc import Mapping
from typing import Any

from orderloom.adapters.dynamodb.order_mapping import order_of
from orderloom.adapters.dynamodb.order_records import OrderRecord, ParkedRecord
from orderloom.adapters.dynamodb.record import Item, record_of
from orderloom.adapters.dynamodb.stored import domain_of
from orderloom.domain.archive import DepartedHead
from orderloom.domain.unclaimed import UnclaimedEvent
from orderloom.keys import is_order_head, is_parked

_TIME_TO_LIVE = "dynamodb.amazonaws.com"


def expiry(record: Mapping[str, Any]) -> DepartedHead | UnclaimedEvent | None:
    """What expired, from one record of a DynamoDB stream (as Lambda gets it).

    None for everything else, deletions by ourselves among it.

    Raises:
        CorruptRecord: an item without what it must have.
    """
    by = (record.get("userIdentity") or {}).get("principalId")
    if record["eventName"] != "REMOVE" or by != _TIME_TO_LIVE:
        return None
    item: Item = record["dynamodb"]["OldImage"]
    partition, sort = item["PK"]["S"], item["SK"]["S"]
    if is_order_head(partition, sort):
        head = record_of(OrderRecord, item)
        return DepartedHead(order=order_of(head), restored=head.restored or 0)
    if is_parked(partition):
        return domain_of(UnclaimedEvent, record_of(ParkedRecord, item))
    return None
