"""What DynamoDB's time to live deleted, as the table's stream tells of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orderloom.adapters.dynamodb.order_mapping import order_of
from orderloom.adapters.dynamodb.order_records import OrderRecord, ParkedRecord
from orderloom.adapters.dynamodb.record import Item, record_of, required
from orderloom.domain.archive import DepartedHead
from orderloom.keys import is_order_head, is_parked

_TIME_TO_LIVE = "dynamodb.amazonaws.com"


@dataclass(frozen=True)
class ExpiredParked:
    """A webhook whose order never came; nothing personal."""

    tenant_id: str
    provider: str
    event_id: str


def expiry(record: Mapping[str, Any]) -> DepartedHead | ExpiredParked | None:
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
        parked = record_of(ParkedRecord, item)
        return ExpiredParked(
            tenant_id=required(parked, "tenant_id"),
            provider=required(parked, "provider"),
            event_id=required(parked, "event_id"),
        )
    return None
