"""Committed events, as the table's stream tells of them."""

from collections.abc import Mapping
from typing import Any

from orderloom.adapters.dynamodb.drains import DrainRecord
from orderloom.adapters.dynamodb.order_mapping import event_of, placed_of
from orderloom.adapters.dynamodb.order_records import EventRecord, PlacedRecord
from orderloom.adapters.dynamodb.rate_records import ContentionRecord
from orderloom.adapters.dynamodb.record import record_of
from orderloom.adapters.dynamodb.stored import domain_of
from orderloom.domain.contention import Contention
from orderloom.domain.drain import Drain
from orderloom.domain.transition import OrderEvent, placed_event
from orderloom.keys import CONTENTION_SORT_KEY, EVENT_PREFIX, STEP_PREFIX

COPY_MARK = "copied_by"
"""The attribute of an item that a move wrote: which move. Its insertion is no news."""
RETURN_MARK = "restored"
"""The attribute of an item that came back from the archive. Its insertion is no news either."""


def committed_event(record: Mapping[str, Any]) -> OrderEvent | None:
    """The event in one record of a DynamoDB stream (as Lambda gets it).

    None for everything that is no new event: heads, counters, deletions by time to live, what
    was copied from another table (the relay heard of it there), and what came back from the
    archive (nobody may react to it a second time).

    Raises:
        CorruptRecord: an event without what an event must have.
    """
    if record["eventName"] != "INSERT":
        return None
    item = record["dynamodb"]["NewImage"]
    if COPY_MARK in item or RETURN_MARK in item:
        return None
    sort_key = item["SK"]["S"]
    if sort_key == "PLACED":
        return placed_event(placed_of(record_of(PlacedRecord, item)))
    if sort_key.startswith(EVENT_PREFIX):
        return event_of(record_of(EventRecord, item))
    return None


def drain_step(record: Mapping[str, Any]) -> Drain | None:
    """The new step of a drain, if that is what the record tells. Raises CorruptRecord."""
    if record["eventName"] != "INSERT":
        return None
    item = record["dynamodb"]["NewImage"]
    if COPY_MARK in item or not item["SK"]["S"].startswith(STEP_PREFIX):
        return None
    return domain_of(Drain, record_of(DrainRecord, item))


def noted_contention(record: Mapping[str, Any]) -> Contention | None:
    """That writers had to give up, if that is what the record tells. Raises CorruptRecord."""
    if record["eventName"] != "INSERT":
        return None
    item = record["dynamodb"]["NewImage"]
    if item["SK"]["S"] != CONTENTION_SORT_KEY:
        return None
    return domain_of(Contention, record_of(ContentionRecord, item))
