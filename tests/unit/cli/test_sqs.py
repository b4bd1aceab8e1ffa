from datetime import UTC, datetime
from typing import cast

import pytest
from mypy_boto3_sqs import SQSClient

from orderloom_cli.dlq.model import Depth, QueueSource
from orderloom_cli.dlq.ports import NotAcceptedError
from orderloom_cli.dlq.sqs import SqsDeadLetters
from tests.unit.cli.aws_stubs import StubSqs, refusal
from tests.unit.cli.fakes import INBOUND

MESSAGE = {
    "MessageId": "m1",
    "ReceiptHandle": "r1",
    "Body": "{}",
    "Attributes": {
        "SentTimestamp": "1795219200000",
        "ApproximateReceiveCount": "4",
        "DeadLetterQueueSourceArn": "arn:in",
    },
    "MessageAttributes": {
        "tenant_id": {"DataType": "String", "StringValue": "acme"},
        "raw": {"DataType": "Binary", "BinaryValue": b"\x01"},
    },
}
SOURCE = INBOUND.sources[0]


def store(sqs: StubSqs) -> SqsDeadLetters:
    return SqsDeadLetters(cast("SQSClient", sqs))


def test_a_message_is_received_whole_and_hidden_for_the_time_asked() -> None:
    sqs = StubSqs(messages=[MESSAGE])
    [found] = store(sqs).receive(INBOUND, hidden_seconds=120)
    assert (found.message_id, found.tenant, found.receive_count) == ("m1", "acme", 4)
    assert found.first_seen == datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
    assert found.source == SOURCE
    assert sqs.calls[0][1]["VisibilityTimeout"] == 120


def test_a_replay_keeps_every_attribute_and_adds_its_mark_and_group() -> None:
    sqs = StubSqs(messages=[MESSAGE])
    [found] = store(sqs).receive(INBOUND, hidden_seconds=1)
    assert isinstance(SOURCE, QueueSource)
    assert store(sqs).send(found, SOURCE, group="acme") == "new"
    assert sqs.calls[-1] == (
        "send",
        {
            "QueueUrl": "https://q/in",
            "MessageBody": "{}",
            "MessageGroupId": "acme",
            "MessageAttributes": {
                "tenant_id": {"DataType": "String", "StringValue": "acme"},
                "raw": {"DataType": "Binary", "BinaryValue": b"\x01"},
                "replayed": {"DataType": "String", "StringValue": "true"},
            },
        },
    )


def test_a_refusal_is_one_of_ours() -> None:
    sqs = StubSqs(messages=[MESSAGE], error=refusal("OverLimit", "SendMessage"))
    [found] = store(sqs).receive(INBOUND, hidden_seconds=1)
    assert isinstance(SOURCE, QueueSource)
    with pytest.raises(NotAcceptedError, match="OverLimit"):
        store(sqs).send(found, SOURCE, group="acme")
    with pytest.raises(NotAcceptedError):
        store(sqs).delete(found)


def test_messages_go_back_ten_at_a_time() -> None:
    sqs = StubSqs(messages=[MESSAGE] * 12)
    store(sqs).give_back(store(sqs).receive(INBOUND, hidden_seconds=1))
    given = [request["Entries"] for action, request in sqs.calls if action == "give back"]
    assert [len(entries) for entries in given] == [10, 2]
    assert given[0][0] == {"Id": "0", "ReceiptHandle": "r1", "VisibilityTimeout": 0}


def test_depth_counts_what_is_hidden_too() -> None:
    counts = {
        "ApproximateNumberOfMessages": "2",
        "ApproximateNumberOfMessagesNotVisible": "3",
        "ApproximateNumberOfMessagesDelayed": "1",
    }
    depth = store(StubSqs({"u": counts})).depth("u")
    assert (depth, depth.total) == (Depth(2, 3, 1), 6)
