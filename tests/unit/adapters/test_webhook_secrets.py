"""Signing secrets come from the table, decrypted for their tenant only, and seldom."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError
from orderloom.adapters.webhook_secrets import DynamoWebhookSecrets
from orderloom.errors import CorruptRecord, Misconfigured, NotFound, TransientError
from orderloom.ports.clock import Clock


class FixedClock(Clock):
    def __init__(self) -> None:
        self.moment = datetime(2026, 6, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


class Aws:
    """DynamoDB and KMS at once; `failure` is raised by the next call to either."""

    def __init__(self, *secrets: str) -> None:
        enc = {"S": base64.b64encode(json.dumps(secrets).encode()).decode()}
        key = ("T#acme#META", "PROVIDER#stripe")
        self.items: dict[tuple[str, str], dict[str, Any]] = {key: {"signing_secrets_enc": enc}}
        self.reads: list[dict[str, Any]] = []
        self.decrypts: list[dict[str, Any]] = []
        self.failure: Exception | None = None

    def get_item(self, **request: Any) -> dict[str, Any]:
        self.reads.append(request)
        if self.failure:
            raise self.failure
        item = self.items.get((request["Key"]["PK"]["S"], request["Key"]["SK"]["S"]))
        return {} if item is None else {"Item": item}

    def decrypt(self, **request: Any) -> dict[str, Any]:
        self.decrypts.append(request)
        return {"Plaintext": request["CiphertextBlob"]}


def secrets_of(aws: Aws) -> tuple[DynamoWebhookSecrets, FixedClock]:
    clock = FixedClock()
    client: Any = lambda: aws  # noqa: E731 - stands in for two typed factories
    return DynamoWebhookSecrets(table="t", clock=clock, dynamodb=client, kms=client), clock


def test_secrets_are_decrypted_in_their_tenants_context() -> None:
    aws = Aws("whsec_new", "whsec_old")
    secrets, _ = secrets_of(aws)
    assert secrets.of("acme", "stripe") == ("whsec_new", "whsec_old")
    assert aws.decrypts[0]["EncryptionContext"] == {"tenant_id": "acme", "provider": "stripe"}
    assert aws.reads[0]["TableName"] == "t"
    assert aws.reads[0]["ConsistentRead"]


def test_secrets_are_kept_for_five_minutes() -> None:
    aws = Aws("whsec_old")
    secrets, clock = secrets_of(aws)
    for seconds in (0, 299, 1):
        clock.moment += timedelta(seconds=seconds)
        secrets.of("acme", "stripe")
    assert (len(aws.reads), len(aws.decrypts)) == (2, 2)


def test_an_unknown_connection_is_remembered_for_half_a_minute() -> None:
    aws = Aws()
    secrets, clock = secrets_of(aws)
    for seconds in (0, 29, 1):
        clock.moment += timedelta(seconds=seconds)
        with pytest.raises(NotFound):
            secrets.of("rival", "stripe")
    assert len(aws.reads) == 2


def test_made_up_tenants_push_out_no_real_one() -> None:
    aws = Aws("whsec_old")
    secrets, _ = secrets_of(aws)
    secrets.of("acme", "stripe")
    for number in range(3000):
        with pytest.raises(NotFound):
            secrets.of(f"made-up-{number}", "stripe")
    secrets.of("acme", "stripe")
    assert len(aws.decrypts) == 1
    assert len(secrets._unknown._entries) <= 1024


def test_a_provider_with_a_key_of_its_own_needs_no_secret() -> None:
    aws = Aws()
    aws.items["T#acme#META", "PROVIDER#shipstation"] = {}
    secrets, _ = secrets_of(aws)
    assert secrets.of("acme", "shipstation") == ()
    assert secrets.of("acme", "shipstation") == ()
    assert (len(aws.reads), len(aws.decrypts)) == (1, 0)


@pytest.mark.parametrize(
    "failure",
    [
        ClientError({"Error": {"Code": "ThrottlingException", "Message": "m"}}, "GetItem"),
        ClientError({"Error": {"Code": "KMSInternalException", "Message": "m"}}, "Decrypt"),
        ConnectTimeoutError(endpoint_url="http://aws"),
    ],
)
def test_when_aws_fails_nothing_is_remembered(failure: Exception) -> None:
    aws = Aws("whsec_old")
    secrets, _ = secrets_of(aws)
    aws.failure = failure
    with pytest.raises(TransientError, match="signing secrets"):
        secrets.of("acme", "stripe")
    aws.failure = None
    assert secrets.of("acme", "stripe") == ("whsec_old",)


def test_an_unreadable_connection_is_no_verdict_on_the_webhook() -> None:
    aws = Aws()
    aws.items["T#acme#META", "PROVIDER#stripe"] = {"signing_secrets_enc": {"S": "bm8="}}
    secrets, _ = secrets_of(aws)
    with pytest.raises(CorruptRecord):
        secrets.of("acme", "stripe")


def test_a_refusal_of_aws_is_for_a_person() -> None:
    aws = Aws("whsec_old")
    secrets, _ = secrets_of(aws)
    denied = {"Error": {"Code": "AccessDeniedException", "Message": "m"}}
    aws.failure = ClientError(denied, "GetItem")  # type: ignore[arg-type]
    with pytest.raises(Misconfigured, match="AccessDenied"):
        secrets.of("acme", "stripe")
