"""The inbound queue when SQS does not say yes, and what importing it costs."""

import subprocess
import sys
from base64 import b64decode
from collections.abc import Mapping
from typing import Any

import pytest
from orderloom.adapters.sqs import SqsInboundQueue
from orderloom.errors import Misconfigured, OrderloomError, TransientError

from tests.builders.inbound import an_inbound_event

QUEUE = "https://sqs.us-east-1.amazonaws.com/000000000000/inbound"


class Sqs:
    """Remembers what was sent, or fails."""

    def __init__(self, failure: OrderloomError | None = None) -> None:
        self.sent: list[tuple[str, Mapping[str, Any]]] = []
        self._failure = failure

    def __call__(self, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        if self._failure:
            raise self._failure
        self.sent.append((operation, parameters))
        return {"MessageId": "1"}


@pytest.mark.parametrize(
    "failure", [TransientError("sqs: Throttled"), Misconfigured("sqs: Denied")]
)
def test_whatever_sqs_refuses_the_provider_sends_again(failure: OrderloomError) -> None:
    with pytest.raises(TransientError, match="sqs: "):
        SqsInboundQueue(QUEUE, sqs=Sqs(failure)).send(an_inbound_event())


def test_a_webhook_is_one_message_of_its_tenants_group() -> None:
    sqs = Sqs()
    SqsInboundQueue(QUEUE, sqs=sqs).send(an_inbound_event(body='{"id": "evt_1"}'))
    ((operation, message),) = sqs.sent
    assert operation == "SendMessage"
    assert (message["QueueUrl"], message["MessageGroupId"]) == (QUEUE, "acme")
    assert message["MessageBody"] == '{"id": "evt_1"}'


def test_the_door_loads_no_sdk_no_pydantic_and_no_pynamodb() -> None:
    program = "import orderloom.door_bootstrap, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "http.client" in loaded
    heavy = {"boto3", "botocore", "pydantic", "pynamodb", "requests", "urllib3", "stripe"}
    assert heavy.isdisjoint(loaded)
    assert "orderloom.domain.model" not in loaded


@pytest.mark.parametrize("refused", ["", "\x00", "\x08", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_what_sqs_refuses_travels_encoded(refused: str) -> None:
    sqs = Sqs()
    SqsInboundQueue(QUEUE, sqs=sqs).send(an_inbound_event(body=refused))
    ((_, message),) = sqs.sent
    assert message["MessageAttributes"]["encoding"]["StringValue"] == "base64"
    assert b64decode(message["MessageBody"]).decode() == refused
