"""The sweep's queue when SQS takes a part, and messages that are none of ours."""

import boto3
import pytest
from botocore.stub import ANY, Stubber
from orderloom.adapters.sqs_sweeps import SqsSweeps, decode_sweep
from orderloom.domain.sweep_messages import SweepEverybody, SweepTenants
from orderloom.domain.sweeps import Book
from orderloom.errors import MalformedEvent, TransientError

QUEUE = "https://sqs.us-east-1.amazonaws.com/000000000000/sweeps"


def test_one_sweep_not_stored_is_none_stored() -> None:
    client = boto3.client(
        "sqs", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
    )
    answer = {
        "Successful": [{"Id": "0", "MessageId": "1", "MD5OfMessageBody": "x"}],
        "Failed": [{"Id": "1", "Code": "InternalError", "SenderFault": False}],
    }
    sweeps = [SweepTenants(book=Book.EVENTS, shard=shard) for shard in range(2)]
    with Stubber(client) as stub:
        stub.add_response("send_message_batch", answer, {"QueueUrl": QUEUE, "Entries": ANY})
        with pytest.raises(TransientError, match="1 not stored: InternalError"):
            SqsSweeps(QUEUE, sqs=lambda: client).send(sweeps)


def test_the_schedules_own_message_is_understood() -> None:
    """As infra/constructs/gap_sweep.py writes it."""
    record = {"body": '{"kind": "sweep_everybody", "book": "payouts"}'}
    assert decode_sweep(record) == SweepEverybody(book=Book.PAYOUTS)


@pytest.mark.parametrize(
    "body",
    [
        "",
        '{"kind": "dance"}',
        '{"kind": "sweep_everybody", "book": "secrets"}',
        '{"kind": "sweep_connection", "book": "events", "provider": "stripe"}',
    ],
)
def test_a_message_that_is_none_of_ours_is_named(body: str) -> None:
    with pytest.raises(MalformedEvent, match="m-1"):
        decode_sweep({"messageId": "m-1", "body": body})
