"""What Step Functions answers to a token."""

import boto3
import pytest
from botocore.stub import Stubber
from mypy_boto3_stepfunctions import SFNClient
from orderloom.adapters.step_functions import StepFunctionsSaga
from orderloom.errors import Misconfigured, OrderloomError, TransientError


@pytest.fixture
def client() -> SFNClient:
    return boto3.client(
        "stepfunctions",
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


@pytest.mark.parametrize("code", ["TaskTimedOut", "TaskDoesNotExist"])
def test_a_step_that_no_longer_waits_takes_no_answer(client: SFNClient, code: str) -> None:
    saga = StepFunctionsSaga(None, sfn=lambda: client)
    with Stubber(client) as stub:
        stub.add_client_error("send_task_success", code)
        saga.resume("stale")
        stub.add_client_error("send_task_failure", code)
        saga.fail("stale", error="PaymentDeclined", cause="ord_1")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("InvalidToken", Misconfigured),
        ("AccessDeniedException", Misconfigured),
        ("ThrottlingException", TransientError),
    ],
)
def test_other_answers_are_told(
    client: SFNClient, code: str, expected: type[OrderloomError]
) -> None:
    with Stubber(client) as stub:
        stub.add_client_error("send_task_success", code)
        with pytest.raises(expected, match=code):
            StepFunctionsSaga(None, sfn=lambda: client).resume("token")


def test_long_errors_and_causes_are_cut(client: SFNClient) -> None:
    with Stubber(client) as stub:
        expected = {"taskToken": "token", "error": "E" * 256, "cause": "c" * 32_768}
        stub.add_response("send_task_failure", {}, expected)
        saga = StepFunctionsSaga(None, sfn=lambda: client)
        saga.fail("token", error="E" * 300, cause="c" * 40_000)
