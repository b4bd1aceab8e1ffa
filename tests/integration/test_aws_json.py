"""The door's own way to AWS, against a server on loopback: patient for as long as it was told."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from orderloom.adapters.aws_json import DYNAMODB, KMS, SQS, AwsJson, Patience
from orderloom.errors import Misconfigured, TransientError

from tests.fakes.clock import FakeClock

KEYS = {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "eu-west-1"}


class Aws(BaseHTTPRequestHandler):
    """Answers with what `answers` holds, the last one again and again."""

    protocol_version = "HTTP/1.1"
    answers: ClassVar[list[tuple[int, bytes]]] = []
    heard: ClassVar[list[tuple[dict[str, str], bytes]]] = []
    hangs_up: ClassVar[bool] = False

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.heard.append(({k.lower(): v for k, v in self.headers.items()}, body))
        status, text = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if status == 0:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
        self.close_connection = self.hangs_up

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    Aws.answers, Aws.heard, Aws.hangs_up = [(200, b"{}")], [], False
    server = ThreadingHTTPServer(("127.0.0.1", 0), Aws)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def calling(address: str, *, attempts: int = 2, slept: list[float] | None = None) -> AwsJson:
    return AwsJson(
        SQS,
        FakeClock(),
        Patience(connect=1, read=1, attempts=attempts),
        environment=KEYS | {"AWS_ENDPOINT_URL": address},
        sleep=(slept if slept is not None else []).append,
    )


def test_an_operation_is_named_and_its_parameters_are_the_body(address: str) -> None:
    Aws.answers = [(200, b'{"MessageId": "1"}')]
    assert calling(address)("SendMessage", {"MessageBody": "é"}) == {"MessageId": "1"}
    headers, body = Aws.heard[0]
    assert headers["x-amz-target"] == "AmazonSQS.SendMessage"
    assert headers["host"] == address.removeprefix("http://")
    assert json.loads(body) == {"MessageBody": "é"}


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (500, "InternalFailure", TransientError),
        (400, "com.amazonaws.sqs#ThrottlingException", TransientError),
        (429, "", TransientError),
        (400, "ExpiredTokenException", TransientError),
        (400, "AccessDeniedException", Misconfigured),
        (404, "ResourceNotFoundException", Misconfigured),
    ],
)
def test_what_aws_refuses_is_passing_or_for_a_person(
    address: str, status: int, code: str, error: type[Exception]
) -> None:
    Aws.answers = [(status, json.dumps({"__type": code, "message": "a secret"}).encode())]
    with pytest.raises(error) as caught:
        calling(address)("SendMessage", {})
    assert str(caught.value).startswith("sqs SendMessage: ")
    assert "secret" not in str(caught.value)
    assert len(Aws.heard) == (2 if error is TransientError else 1)


def test_a_passing_failure_is_tried_again_after_a_moment(address: str) -> None:
    slept: list[float] = []
    Aws.answers = [(503, b""), (200, b'{"MessageId": "2"}')]
    assert calling(address, slept=slept)("SendMessage", {}) == {"MessageId": "2"}
    assert len(slept) == 1
    assert 0 <= slept[0] <= 0.1


def test_an_answer_that_never_comes_is_a_passing_failure(address: str) -> None:
    Aws.answers = [(0, b"")]
    with pytest.raises(TransientError, match="RemoteDisconnected"):
        calling(address)("SendMessage", {})
    assert len(Aws.heard) == 2


def test_one_connection_serves_all_calls_and_a_closed_one_is_replaced(address: str) -> None:
    call = calling(address)  # two attempts: it may be closed between the look and the request
    call("SendMessage", {})
    kept = call._connection
    call("SendMessage", {})
    assert call._connection is kept
    Aws.hangs_up = True
    call("SendMessage", {})
    for _ in range(3):
        call("SendMessage", {})


def test_nobody_there_is_a_passing_failure(address: str) -> None:
    del address  # its port is taken; 1 is nobody's
    with pytest.raises(TransientError, match="ConnectionRefusedError"):
        calling("http://127.0.0.1:1")("SendMessage", {})


@pytest.mark.parametrize("missing", ["AWS_ACCESS_KEY_ID", "AWS_REGION"])
def test_what_the_environment_lacks_is_named(missing: str) -> None:
    environment = {name: value for name, value in KEYS.items() if name != missing}
    call = AwsJson(SQS, FakeClock(), Patience(1, 1, 1), environment=environment)
    with pytest.raises(Misconfigured, match=missing):
        call("SendMessage", {})


def test_addresses_are_the_regions_unless_said_otherwise() -> None:
    def address(service: Any, **more: str) -> str:
        return AwsJson(service, FakeClock(), Patience(1, 1, 1), environment=KEYS | more)._address

    assert address(KMS) == "https://kms.eu-west-1.amazonaws.com"
    assert address(SQS, AWS_REGION="cn-north-1") == "https://sqs.cn-north-1.amazonaws.com.cn"
    assert address(DYNAMODB, AWS_ENDPOINT_URL="http://x") == "http://x"
    both = {"AWS_ENDPOINT_URL": "http://x", "AWS_ENDPOINT_URL_DYNAMODB": "http://y"}
    assert address(DYNAMODB, **both) == "http://y"
