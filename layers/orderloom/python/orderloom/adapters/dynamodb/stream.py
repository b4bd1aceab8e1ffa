"""Committed events, as the table's stream tells of them."""

from collections.abc import Mapping
from typing import Any

from orderloom.adapters.dynamodb.order_mapping import event_of, placed_of
from orderloom.adapters.dynamodb.order_records import EventRecord, PlacedRecord
from orderloom.adapters.dynamodb.record import record_of
from orderloom.domain.transition import OrderEvent, placed_event
from orderloom.keys import EVENT_PREFIX


def committed_event(record: Mapping[str, Any]) -> OrderEvent | None:
    """The event in one record of a DynamoDB stream (as Lambda gets it).

    None for everything that is no new event: heads, counters, deletions by time to live, and
    what came back from the archive (nobody may react to it a second time).

    Raises:
        CorruptRecord: an event without what an event must have.
    """
    if record["eventName"] != "INSERT":
        return None
    item = record["dynamodb"]["NewImage"]
    if "restored" in item:
        return None
    sort_key = item["SK"]["S"]
    if sort_key == "PLACED":
        return placed_event(placed_of(record_of(PlacedRecord, item)))
    if sort_key.startswith(EVENT_PREFIX):
        return event_of(record_of(EventRecord, item))
    return None
