"""The inbound queue when SQS does not say yes, and what importing it costs."""

import subprocess
import sys
from base64 import b64decode
from typing import Any

import boto3
import pytest
from botocore.exceptions import ReadTimeoutError
from botocore.stub import Stubber
from mypy_boto3_sqs import SQSClient
from orderloom.adapters.sqs import SqsInboundQueue
from orderloom.errors import TransientError

from tests.builders.inbound import an_inbound_event

QUEUE = "https://sqs.us-east-1.amazonaws.com/000000000000/inbound"


@pytest.fixture
def client() -> SQSClient:
    return boto3.client(
        "sqs", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
    )


@pytest.mark.parametrize("code", ["ThrottlingException", "AccessDenied", "InvalidMessageContents"])
def test_whatever_sqs_refuses_the_provider_sends_again(client: SQSClient, code: str) -> None:
    with Stubber(client) as stub:
        stub.add_client_error("send_message", code, "the body: {secret}")
        with pytest.raises(TransientError, match=code) as caught:
            SqsInboundQueue(QUEUE, sqs=lambda: client).send(an_inbound_event())
    assert "secret" not in str(caught.value)


def test_a_silent_sqs_is_a_passing_failure(
    client: SQSClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(**_: object) -> None:
        raise ReadTimeoutError(endpoint_url=QUEUE)

    monkeypatch.setattr(client, "send_message", silent)
    with pytest.raises(TransientError, match="ReadTimeoutError"):
        SqsInboundQueue(QUEUE, sqs=lambda: client).send(an_inbound_event())


def test_the_client_is_made_on_first_use_and_kept(client: SQSClient) -> None:
    made: list[SQSClient] = []

    def make() -> SQSClient:
        made.append(client)
        return client

    queue = SqsInboundQueue(QUEUE, sqs=make)
    assert made == []
    with Stubber(client) as stub:
        for _ in range(2):
            stub.add_response("send_message", {"MessageId": "1", "MD5OfMessageBody": "x"})
            queue.send(an_inbound_event())
    assert len(made) == 1


def test_the_door_does_not_load_pydantic_or_pynamodb() -> None:
    program = "import orderloom.adapters.sqs, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "boto3" in loaded
    assert {"pydantic", "pynamodb", "orderloom.domain.model"}.isdisjoint(loaded)


@pytest.mark.parametrize("refused", ["", "\x00", "\x08", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_what_sqs_refuses_travels_encoded(client: SQSClient, refused: str) -> None:
    sent: list[dict[str, Any]] = []
    client.meta.events.register(
        "before-parameter-build.sqs", lambda params, **_: sent.append(params)
    )
    with Stubber(client) as stub:
        stub.add_response("send_message", {"MessageId": "1", "MD5OfMessageBody": "x"})
        SqsInboundQueue(QUEUE, sqs=lambda: client).send(an_inbound_event(body=refused))
    assert sent[0]["MessageAttributes"]["encoding"]["StringValue"] == "base64"
    assert b64decode(sent[0]["MessageBody"]).decode() == refused
