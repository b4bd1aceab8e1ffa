"""Reactions that SQS takes in part."""

import boto3
import pytest
from botocore.stub import ANY, Stubber
from orderloom.adapters.sqs_reactions import SqsReactionQueue
from orderloom.domain.reactions import ResumePayment
from orderloom.errors import TransientError

QUEUE = "https://sqs.us-east-1.amazonaws.com/000000000000/workflow"


def test_one_reaction_not_stored_is_none_stored() -> None:
    client = boto3.client(
        "sqs", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
    )
    reactions = [ResumePayment(tenant_id="acme", order_id=f"ord_{n}") for n in range(2)]
    queue = SqsReactionQueue(workflow_queue_url=QUEUE, inbound_queue_url=QUEUE, sqs=lambda: client)
    answer = {
        "Successful": [{"Id": "0", "MessageId": "1", "MD5OfMessageBody": "x"}],
        "Failed": [{"Id": "1", "Code": "InternalError", "SenderFault": False}],
    }
    with Stubber(client) as stub:
        stub.add_response("send_message_batch", answer, {"QueueUrl": QUEUE, "Entries": ANY})
        with pytest.raises(TransientError, match="1 not stored: InternalError"):
            queue.send(reactions)


def test_a_resumption_in_its_grace_is_kept_back_by_the_queue() -> None:
    client = boto3.client(
        "sqs", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
    )
    sent: list[dict[str, object]] = []
    client.meta.events.register(
        "before-parameter-build.sqs.SendMessageBatch", lambda params, **_: sent.append(params)
    )
    queue = SqsReactionQueue(workflow_queue_url=QUEUE, inbound_queue_url=QUEUE, sqs=lambda: client)
    stored = {"Id": "0", "MessageId": "1", "MD5OfMessageBody": "x"}
    answer = {"Successful": [stored], "Failed": []}
    with Stubber(client) as stub:
        for delay in (0, 60):
            stub.add_response("send_message_batch", answer)
            queue.send([ResumePayment(tenant_id="a", order_id="ord_1", delay_seconds=delay)])
    delays = [entry["DelaySeconds"] for call in sent for entry in call["Entries"]]  # type: ignore[attr-defined]
    assert delays == [0, 60]


def test_nothing_to_send_is_not_sent() -> None:
    def unwanted() -> None:
        raise AssertionError("no client is needed")

    queue = SqsReactionQueue(
        workflow_queue_url=QUEUE,
        inbound_queue_url=QUEUE,
        sqs=unwanted,  # type: ignore[arg-type]  # never called
    )
    queue.send([])
