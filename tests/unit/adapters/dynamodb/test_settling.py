"""Writes that wait for a twin of theirs. The emulator never cancels for a conflict; AWS does."""

import time

import pytest
from orderloom.adapters.dynamodb.orders import DynamoOrderRepository
from orderloom.errors import AlreadyApplied, TransientError
from orderloom.ports.orders import ProviderObject

from tests.builders.orders import a_placed, an_idempotency_record, an_order
from tests.fakes.clock import FakeClock
from tests.unit.adapters.dynamodb.stubbed import StubbedTable

TWIN_IS_WRITING = ("TransactionConflict", "None")
TWIN_WON = ("ConditionalCheckFailed", "None")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)


def place(stubbed: StubbedTable) -> None:
    """Its key is its own; a twin goes on from the same one."""
    order = an_order()
    DynamoOrderRepository(stubbed.table, "acme", FakeClock()).place(
        order, a_placed(order), list_shards=4, idempotency=an_idempotency_record(order)
    )


def test_the_loser_of_two_twins_learns_that_it_lost() -> None:
    stubbed = StubbedTable()
    stubbed.answers("put_item")
    stubbed.cancels(*TWIN_IS_WRITING)
    stubbed.cancels(*TWIN_IS_WRITING)
    stubbed.cancels(*TWIN_WON)
    with pytest.raises(AlreadyApplied):
        place(stubbed)


def test_the_survivor_of_two_twins_is_placed() -> None:
    stubbed = StubbedTable()
    stubbed.answers("put_item")
    stubbed.cancels(*TWIN_IS_WRITING)
    stubbed.answers("transact_write_items")
    place(stubbed)
    stubbed.stub.assert_no_pending_responses()


def test_a_conflict_without_end_is_a_passing_failure() -> None:
    stubbed = StubbedTable()
    stubbed.answers("put_item")
    for _ in range(6):
        stubbed.cancels(*TWIN_IS_WRITING)
    with pytest.raises(TransientError, match="contended"):
        place(stubbed)
    stubbed.stub.assert_no_pending_responses()


def test_a_reference_waits_for_an_event_that_is_being_parked() -> None:
    stubbed = StubbedTable()
    stubbed.fails("put_item", "TransactionConflictException")
    stubbed.answers("put_item")
    repository = DynamoOrderRepository(stubbed.table, "acme", FakeClock())
    repository.refer(ProviderObject("stripe", "pi_1"), "ord_1")
    stubbed.stub.assert_no_pending_responses()
