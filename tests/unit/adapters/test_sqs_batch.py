"""A batch of messages: what is used, what comes again at once, and what when its time has come."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import boto3
import pytest
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from botocore.stub import Stubber
from orderloom.adapters.sqs_batch import Feed, use_each
from orderloom.errors import (
    Contended,
    CorruptRecord,
    MalformedEvent,
    NotFound,
    TenantMoving,
    VersionConflict,
)

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

QUEUE = "https://sqs.us-east-1.amazonaws.com/000000000000/inbound"


@dataclass
class Work:
    """Lambda's context, and the use of a message: it takes a second, and may fail."""

    seconds: int = 10
    fails: dict[str, Exception] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)

    def get_remaining_time_in_millis(self) -> int:
        return self.seconds * 1000

    def use(self, record: SQSRecord) -> None:
        self.seconds -= 1
        self.used.append(record.message_id)
        if record.message_id in self.fails:
            raise self.fails[record.message_id]


@pytest.fixture
def sqs() -> Iterator[Stubber]:
    client = boto3.client(
        "sqs", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
    )
    with Stubber(client) as stub:
        yield stub
        stub.assert_no_pending_responses()


def shown_again(sqs: Stubber, *names: str) -> None:
    for name in names:
        expected = {"QueueUrl": QUEUE, "ReceiptHandle": f"handle-{name}", "VisibilityTimeout": 0}
        sqs.add_response("change_message_visibility", {}, expected)


def failed(work: Work, sqs: Stubber, names: list[str]) -> list[str]:
    """What is reported of a batch of messages."""
    records: list[dict[str, Any]] = [
        {"messageId": name, "receiptHandle": f"handle-{name}"} for name in names
    ]
    feed = Feed(QUEUE, sqs=lambda: cast("SQSClient", sqs.client))
    answer = use_each({"Records": records}, work, feed, work.use)
    return [str(failure["itemIdentifier"]) for failure in answer["batchItemFailures"]]


@pytest.mark.parametrize(
    "error", [MalformedEvent("x"), CorruptRecord("k", "f"), NotFound("order", "ord_1")]
)
def test_what_cannot_be_used_comes_again_at_once(sqs: Stubber, error: Exception) -> None:
    work = Work(fails={"b": error})
    shown_again(sqs, "b")
    assert failed(work, sqs, ["a", "b", "c"]) == ["b"]
    assert work.used == ["a", "b", "c"]


@pytest.mark.parametrize(
    "error", [Contended("x"), TenantMoving("acme"), VersionConflict("x"), KeyError("a bug")]
)
def test_what_may_pass_waits_for_its_redelivery(sqs: Stubber, error: Exception) -> None:
    assert failed(Work(fails={"a": error}), sqs, ["a", "b"]) == ["a"]


def test_what_cannot_be_begun_in_half_the_time_goes_back(sqs: Stubber) -> None:
    work = Work(seconds=6)
    shown_again(sqs, "e", "f")
    assert failed(work, sqs, list("abcdef")) == ["e", "f"]
    assert work.used == ["a", "b", "c", "d"]


def test_a_message_that_cannot_be_shown_again_is_still_reported(sqs: Stubber) -> None:
    sqs.add_client_error("change_message_visibility", "InvalidParameterValue", "expired")
    work = Work(fails={"a": MalformedEvent("x")})
    assert failed(work, sqs, ["a", "b"]) == ["a"]
    assert work.used == ["a", "b"]
