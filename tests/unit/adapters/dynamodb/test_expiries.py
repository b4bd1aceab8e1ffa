"""Telling what time to live deleted from everything else in the stream."""

from typing import Any

import pytest
from orderloom.adapters.dynamodb.expiries import expiry
from orderloom.adapters.dynamodb.order_mapping import event_record, new_order_record, placed_record
from orderloom.adapters.dynamodb.record import Record
from orderloom.adapters.dynamodb.stream import committed_event
from orderloom.adapters.dynamodb.waiting_mapping import idempotency_record, parked_record
from orderloom.domain.archive import DepartedHead
from orderloom.domain.unclaimed import UnclaimedEvent
from orderloom.errors import CorruptRecord

from tests.builders.inbound import a_parked_event
from tests.builders.orders import a_placed, an_idempotency_record, an_order
from tests.builders.transitions import a_note
from tests.fakes.clock import MOMENT

ORDER = an_order()
HEAD = new_order_record(ORDER, 4)
TIME_TO_LIVE = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


def removed(record: Record, by: dict[str, str] | None = TIME_TO_LIVE) -> dict[str, Any]:
    identity = {"userIdentity": by} if by else {}
    return {
        "eventName": "REMOVE",
        "dynamodb": {"OldImage": record.to_dynamodb_dict()},
        **identity,
    }


def test_a_head_that_expired_is_an_order_that_departs() -> None:
    assert expiry(removed(HEAD)) == DepartedHead(order=ORDER)


def test_how_often_it_had_come_back_is_known() -> None:
    returned = new_order_record(ORDER, 4)
    returned.restored = 3
    assert expiry(removed(returned)) == DepartedHead(order=ORDER, restored=3)


def test_a_parked_event_that_expired_is_told_without_its_contents() -> None:
    expired = expiry(removed(parked_record(a_parked_event("evt_9"), MOMENT)))
    event = a_parked_event("evt_9")
    assert expired == UnclaimedEvent(
        tenant_id="acme",
        provider="stripe",
        object_id=event.object_id,
        event_id="evt_9",
        received_at=event.event.received_at,
    )


@pytest.mark.parametrize(
    "record",
    [
        removed(HEAD, by=None),
        removed(HEAD, by={"type": "Service", "principalId": "another.amazonaws.com"}),
        removed(idempotency_record("acme", an_idempotency_record(ORDER), MOMENT)),
        removed(placed_record(a_placed(ORDER), 4)),
        removed(event_record(a_note(ORDER))),
        {**removed(HEAD), "eventName": "MODIFY"},
    ],
    ids=["deleted by us", "by another", "idempotency", "placed", "event", "changed"],
)
def test_anything_else_is_none_of_the_archivers_business(record: dict[str, Any]) -> None:
    assert expiry(record) is None


def test_a_damaged_head_is_a_matter_for_a_person() -> None:
    damaged = removed(HEAD)
    del damaged["dynamodb"]["OldImage"]["total"]
    with pytest.raises(CorruptRecord):
        expiry(damaged)


def test_nobody_reacts_a_second_time_to_what_came_back() -> None:
    returned = event_record(a_note(ORDER))
    inserted = {"eventName": "INSERT", "dynamodb": {"NewImage": returned.to_dynamodb_dict()}}
    assert committed_event(inserted) == a_note(ORDER)
    returned.restored = 1
    inserted = {"eventName": "INSERT", "dynamodb": {"NewImage": returned.to_dynamodb_dict()}}
    assert committed_event(inserted) is None
