"""What a cancelled transaction means, by the position of its reasons."""

import pytest
from orderloom.adapters.dynamodb.conditions import absent, present, still_at
from orderloom.adapters.dynamodb.order_records import OrderRecord, ReferenceRecord
from orderloom.adapters.dynamodb.transaction import Transaction
from orderloom.errors import (
    AlreadyApplied,
    Conflict,
    Contended,
    Misconfigured,
    NotFound,
    OrderloomError,
    TransientError,
    VersionConflict,
)
from orderloom.keys import Key

from tests.unit.adapters.dynamodb.stubbed import StubbedTable

CHECK, DELETE, PUT, UPDATE = range(4)
FAILED = "ConditionalCheckFailed"


def one_of_each(writing: Transaction) -> None:
    """Written in another order than DynamoDB gets them."""
    writing.update(
        Key("U", "U"),
        [OrderRecord.currency.set("USD")],
        when=still_at(1),
        otherwise=VersionConflict("update"),
    )
    record = ReferenceRecord("P", "P", order_id="ord_1")
    writing.put(record, when=absent(), otherwise=AlreadyApplied("put"))
    writing.delete(Key("D", "D"))
    writing.check(Key("C", "C"), when=present(), otherwise=NotFound("check", "it"))


def reasons(**failed: str) -> list[str]:
    codes = ["None"] * 4
    for name, code in failed.items():
        codes[("check", "delete", "put", "update").index(name)] = code
    return codes


def committed(stubbed: StubbedTable) -> None:
    with stubbed.table.writing() as writing:
        one_of_each(writing)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (reasons(check=FAILED), NotFound),
        (reasons(put=FAILED), AlreadyApplied),
        (reasons(update=FAILED), VersionConflict),
        (reasons(put=FAILED, update=FAILED), AlreadyApplied),
        (reasons(check=FAILED, update=FAILED), VersionConflict),
        (reasons(check=FAILED, put=FAILED, update="TransactionConflict"), AlreadyApplied),
        (reasons(put="TransactionConflict"), VersionConflict),
        (reasons(put="TransactionConflict", update="ThrottlingError"), VersionConflict),
        (reasons(delete="ThrottlingError"), Contended),
        (reasons(put="ProvisionedThroughputExceeded"), Contended),
        (reasons(put="ValidationError"), Misconfigured),
        (reasons(put="SomethingNew"), Misconfigured),
    ],
)
def test_the_most_telling_reason_is_raised(
    codes: list[str], expected: type[OrderloomError]
) -> None:
    stubbed = StubbedTable()
    stubbed.cancels(*codes)
    with pytest.raises(OrderloomError) as caught:
        committed(stubbed)
    assert type(caught.value) is expected
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        ("TransactionInProgressException", 400, TransientError),
        ("InternalServerError", 500, TransientError),
        ("AccessDeniedException", 400, Misconfigured),
        ("IdempotentParameterMismatchException", 400, Misconfigured),
    ],
)
def test_a_transaction_that_was_not_even_tried(
    code: str, status: int, expected: type[OrderloomError]
) -> None:
    stubbed = StubbedTable()
    for _ in range(4):
        stubbed.fails("transact_write_items", code, status)
    with pytest.raises(expected):
        committed(stubbed)


def test_nothing_is_written_when_the_block_fails() -> None:
    """The stub has no answer: a request would fail the test."""
    stubbed = StubbedTable()

    def decide_otherwise() -> None:
        with stubbed.table.writing() as writing:
            one_of_each(writing)
            raise Conflict("decided otherwise")

    with pytest.raises(Conflict, match="decided otherwise"):
        decide_otherwise()
