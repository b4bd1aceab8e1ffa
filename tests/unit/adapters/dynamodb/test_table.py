"""Reads that DynamoDB answers in part, and single writes it refuses."""

import time

import pytest
from orderloom import keys
from orderloom.adapters.dynamodb.catalogue_records import StockRecord
from orderloom.adapters.dynamodb.conditions import absent
from orderloom.adapters.dynamodb.order_records import TokenRecord
from orderloom.errors import AlreadyApplied, OrderloomError, TransientError, VersionConflict

from tests.unit.adapters.dynamodb.stubbed import TABLE, StubbedTable

WANTED = [keys.stock("acme", "MUG-1", shard) for shard in range(3)]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, without waiting."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    return waited


def stock_item(shard: int) -> dict[str, dict[str, str]]:
    key = keys.stock("acme", "MUG-1", shard)
    return {
        "PK": {"S": key.pk},
        "SK": {"S": key.sk},
        "sku": {"S": "MUG-1"},
        "shard": {"N": str(shard)},
        "available": {"N": "5"},
    }


def unread(*shards: int) -> dict[str, object]:
    found = [keys.stock("acme", "MUG-1", shard) for shard in shards]
    return {TABLE: {"Keys": [{"PK": {"S": pk}, "SK": {"S": sk}} for pk, sk in found]}}


def test_keys_left_unprocessed_are_asked_for_again(waits: list[float]) -> None:
    stubbed = StubbedTable()
    stubbed.answers(
        "batch_get_item", Responses={TABLE: [stock_item(0)]}, UnprocessedKeys=unread(1, 2)
    )
    stubbed.answers("batch_get_item", Responses={TABLE: []}, UnprocessedKeys=unread(1, 2))
    stubbed.answers("batch_get_item", Responses={TABLE: [stock_item(1), stock_item(2)]})
    assert set(stubbed.table.get_all(StockRecord, WANTED)) == set(WANTED)
    assert len(waits) == 1


def test_keys_that_stay_unprocessed_are_a_passing_failure(waits: list[float]) -> None:
    """PynamoDB's own batch_get asks for ever, and without a pause."""
    stubbed = StubbedTable()
    for _ in range(10):
        stubbed.answers("batch_get_item", Responses={TABLE: []}, UnprocessedKeys=unread(0))
    with pytest.raises(TransientError, match="unprocessed"):
        stubbed.table.get_all(StockRecord, WANTED[:1])
    assert len(waits) == 5


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ConditionalCheckFailedException", AlreadyApplied),
        ("TransactionConflictException", VersionConflict),
    ],
)
def test_a_put_in_the_way_of_a_transaction_is_no_refused_put(
    code: str, expected: type[OrderloomError]
) -> None:
    """The transaction may yet fail: then nothing was applied."""
    stubbed = StubbedTable()
    stubbed.fails("put_item", code)
    record = TokenRecord(*keys.task_token("acme", "ord_1"), token="token")
    with pytest.raises(expected):
        stubbed.table.put(record, when=absent(), otherwise=AlreadyApplied("known"))
