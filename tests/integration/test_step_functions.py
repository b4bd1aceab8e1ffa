"""Sagas on a real Step Functions."""

import json
import time
from typing import Any

import boto3
import pytest
from orderloom.adapters.step_functions import StepFunctionsSaga
from orderloom.errors import Misconfigured

from tests.builders.orders import an_order_id

WAITS = {
    "StartAt": "Wait",
    "States": {
        "Wait": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Parameters": {},
            "TimeoutSeconds": 60,
            "End": True,
        }
    },
}


@pytest.fixture
def waiting_room(aws: None) -> tuple[StepFunctionsSaga, str]:  # noqa: ARG001 - environment
    """A saga whose only step sends its token to a queue, and that queue."""
    queue_url = boto3.client("sqs").create_queue(QueueName="tokens")["QueueUrl"]
    definition = json.loads(json.dumps(WAITS))
    definition["States"]["Wait"]["Parameters"] = {
        "QueueUrl": queue_url,
        "MessageBody": {"token.$": "$$.Task.Token", "input.$": "$"},
    }
    arn = boto3.client("stepfunctions").create_state_machine(
        name="waits",
        definition=json.dumps(definition),
        roleArn="arn:aws:iam::000000000000:role/saga",
    )["stateMachineArn"]
    return StepFunctionsSaga(arn), queue_url


def start(saga: StepFunctionsSaga, order_id: str, attempt: int = 1) -> None:
    saga.start(tenant_id="acme", order_id=order_id, attempt=attempt, payment_window_seconds=1800)


def next_message(queue_url: str) -> dict[str, Any] | None:
    client = boto3.client("sqs")
    for _ in range(10):
        messages = client.receive_message(QueueUrl=queue_url).get("Messages", [])
        if messages:
            client.delete_message(QueueUrl=queue_url, ReceiptHandle=messages[0]["ReceiptHandle"])
            message: dict[str, Any] = json.loads(messages[0]["Body"])
            return message
        time.sleep(0.1)
    return None


def ended(saga: StepFunctionsSaga, order_id: str) -> dict[str, Any]:
    """The execution, once it runs no more."""
    arn = (saga._state_machine_arn or "").replace(":stateMachine:", ":execution:")
    client = boto3.client("stepfunctions")
    for _ in range(50):
        execution = client.describe_execution(executionArn=f"{arn}:{order_id}-1")
        if execution["status"] != "RUNNING":
            break
        time.sleep(0.1)
    return dict(execution)


def test_an_execution_starts_once_for_each_attempt(
    waiting_room: tuple[StepFunctionsSaga, str],
) -> None:
    (saga, queue_url), order_id = waiting_room, an_order_id()
    start(saga, order_id)
    start(saga, order_id)
    message = next_message(queue_url)
    assert message is not None
    assert message["input"] == {
        "tenant_id": "acme",
        "order_id": order_id,
        "payment_window_seconds": 1800,
    }
    assert next_message(queue_url) is None
    saga.resume(message["token"])
    assert ended(saga, order_id)["status"] == "SUCCEEDED"
    start(saga, order_id)
    assert next_message(queue_url) is None
    start(saga, order_id, attempt=2)
    assert next_message(queue_url) is not None


def test_only_the_first_answer_counts(waiting_room: tuple[StepFunctionsSaga, str]) -> None:
    (saga, queue_url), order_id = waiting_room, an_order_id()
    start(saga, order_id)
    message = next_message(queue_url)
    assert message is not None
    saga.fail(message["token"], error="PaymentDeclined", cause="x" * 40_000)
    execution = ended(saga, order_id)
    assert (execution["status"], execution["error"]) == ("FAILED", "PaymentDeclined")
    saga.resume(message["token"])
    saga.fail(message["token"], error="OrderCancelled", cause=order_id)
    assert ended(saga, order_id)["status"] == "FAILED"


@pytest.mark.usefixtures("aws")
def test_a_state_machine_that_is_not_there_is_a_matter_for_a_person() -> None:
    arn = "arn:aws:states:us-east-1:000000000000:stateMachine:gone"
    with pytest.raises(Misconfigured):
        start(StepFunctionsSaga(arn), "ord_1")
