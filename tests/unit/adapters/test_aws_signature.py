"""Requests are signed as botocore signs them, whatever they hold."""

from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotoCredentials
from hypothesis import given
from hypothesis import strategies as st
from orderloom.adapters.aws_signature import Credentials, Signer
from orderloom.errors import Misconfigured

from tests.fakes.clock import MOMENT


@given(body=st.binary(max_size=200), token=st.sampled_from(["", "a token/+="]))
def test_requests_are_signed_as_botocore_signs_them(body: bytes, token: str) -> None:
    headers = {
        "content-type": "application/x-amz-json-1.0",
        "host": "sqs.eu-west-1.amazonaws.com",
        "x-amz-target": "AmazonSQS.SendMessage",
    }
    ours = Signer("sqs", "eu-west-1").signed(
        headers, body, Credentials("AKIA", "secret", token), MOMENT
    )
    url = "https://sqs.eu-west-1.amazonaws.com/"
    request = AWSRequest(method="POST", url=url, data=body, headers=headers)
    signer = SigV4Auth(BotoCredentials("AKIA", "secret", token or None), "sqs", "eu-west-1")
    request.context["timestamp"] = ours["x-amz-date"]
    canonical = signer.canonical_request(_dated(request, ours))
    text = signer.string_to_sign(request, canonical)
    assert ours["authorization"].endswith(f"Signature={signer.signature(text, request)}")


def _dated(request: Any, ours: dict[str, str]) -> Any:
    for name in ("x-amz-date", "x-amz-security-token"):
        if name in ours:
            request.headers[name] = ours[name]
    return request


def test_secrets_are_not_shown() -> None:
    assert "secret" not in repr(Credentials("AKIA", "a secret", "a secret token"))


def test_credentials_that_come_otherwise_are_named() -> None:
    with pytest.raises(Misconfigured, match="AWS_SECRET_ACCESS_KEY"):
        Credentials.from_environment({"AWS_ACCESS_KEY_ID": "AKIA"})
