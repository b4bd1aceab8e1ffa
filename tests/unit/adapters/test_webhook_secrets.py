"""Signing secrets come from the table, decrypted for their tenant only, and seldom."""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from orderloom.adapters.webhook_secrets import DynamoWebhookSecrets
from orderloom.errors import CorruptRecord, Misconfigured, NotFound, OrderloomError, TransientError
from orderloom.ports.clock import Clock

STRIPE = ("T#acme#META", "PROVIDER#stripe")


class FixedClock(Clock):
    def __init__(self) -> None:
        self.moment = datetime(2026, 6, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


class Aws:
    """DynamoDB and KMS at once; `failure` is raised by the next call to either."""

    def __init__(self, *secrets: str) -> None:
        self.items: dict[tuple[str, str], dict[str, Any]] = {STRIPE: {}}
        self.store(*secrets)
        self.reads: list[dict[str, Any]] = []
        self.decrypts: list[dict[str, Any]] = []
        self.failure: Exception | None = None

    def store(self, *secrets: str, key: tuple[str, str] = STRIPE, **more: str) -> None:
        """`more`: attributes of each."""
        documents = [
            {"id": f"id-of-{secret}", "enc": base64.b64encode(secret.encode()).decode(), **more}
            for secret in secrets
        ]
        listed = [{"M": {name: {"S": text} for name, text in each.items()}} for each in documents]
        self.items[key] = {"signing_secrets": {"L": listed}}

    def __call__(self, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        return self._decrypt(request) if operation == "Decrypt" else self._get_item(request)

    def _get_item(self, request: Mapping[str, Any]) -> dict[str, Any]:
        self.reads.append(dict(request))
        if self.failure:
            raise self.failure
        item = self.items.get((request["Key"]["PK"]["S"], request["Key"]["SK"]["S"]))
        return {} if item is None else {"Item": item}

    def _decrypt(self, request: Mapping[str, Any]) -> dict[str, Any]:
        self.decrypts.append(dict(request))
        return {"Plaintext": request["CiphertextBlob"]}


def secrets_of(aws: Aws) -> tuple[DynamoWebhookSecrets, FixedClock]:
    clock = FixedClock()
    return DynamoWebhookSecrets(table="t", clock=clock, dynamodb=aws, kms=aws), clock


def opened(secrets: DynamoWebhookSecrets) -> list[str]:
    return [each.secret for each in secrets.of("acme", "stripe")]


def test_secrets_are_decrypted_in_their_tenants_context() -> None:
    aws = Aws("whsec_new", "whsec_old")
    secrets, _ = secrets_of(aws)
    assert opened(secrets) == ["whsec_new", "whsec_old"]
    assert [each.secret_id for each in secrets.of("acme", "stripe")] == [
        "id-of-whsec_new",
        "id-of-whsec_old",
    ]
    assert aws.decrypts[0]["EncryptionContext"] == {"tenant_id": "acme", "provider": "stripe"}
    assert aws.reads[0]["TableName"] == "t"
    assert aws.reads[0]["ConsistentRead"]


def test_secrets_are_kept_for_a_minute_and_opened_seldom() -> None:
    aws = Aws("whsec_old")
    secrets, clock = secrets_of(aws)
    for seconds in (0, 59, 1):
        clock.moment += timedelta(seconds=seconds)
        secrets.of("acme", "stripe")
    assert (len(aws.reads), len(aws.decrypts)) == (2, 1)
    for _ in range(4):
        clock.moment += timedelta(seconds=60)
        secrets.of("acme", "stripe")
    assert (len(aws.reads), len(aws.decrypts)) == (6, 2)


def test_a_secret_expires_on_the_second_whatever_is_kept() -> None:
    aws = Aws()
    aws.store("whsec_old", expires_at="2026-06-01T00:00:30.000000Z")
    secrets, clock = secrets_of(aws)
    clock.moment += timedelta(seconds=29)
    assert opened(secrets) == ["whsec_old"]
    clock.moment += timedelta(seconds=1)
    assert opened(secrets) == []
    assert len(aws.reads) == 1


def test_a_new_secret_is_found_when_asked_for_but_not_more_than_once_a_second() -> None:
    aws = Aws("whsec_old")
    secrets, clock = secrets_of(aws)
    assert opened(secrets) == ["whsec_old"]
    aws.store("whsec_new", "whsec_old")
    assert secrets.reread("acme", "stripe") is None
    clock.moment += timedelta(seconds=1)
    newer = secrets.reread("acme", "stripe")
    assert newer is not None
    assert [each.secret for each in newer] == ["whsec_new", "whsec_old"]
    for _ in range(1000):
        assert secrets.reread("acme", "stripe") is None
    assert opened(secrets) == ["whsec_new", "whsec_old"]
    assert (len(aws.reads), len(aws.decrypts)) == (2, 2)


def test_a_connection_that_is_gone_is_found_out_by_asking_again() -> None:
    aws = Aws("whsec_old")
    secrets, clock = secrets_of(aws)
    secrets.of("acme", "stripe")
    aws.items.clear()
    clock.moment += timedelta(seconds=1)
    with pytest.raises(NotFound):
        secrets.reread("acme", "stripe")
    with pytest.raises(NotFound):
        secrets.of("acme", "stripe")


def test_what_was_opened_for_one_tenant_opens_for_no_other() -> None:
    aws = Aws("whsec_old")
    aws.store("whsec_old", key=("T#rival#META", "PROVIDER#stripe"))
    secrets, _ = secrets_of(aws)
    secrets.of("acme", "stripe")
    secrets.of("rival", "stripe")
    contexts = [decrypt["EncryptionContext"]["tenant_id"] for decrypt in aws.decrypts]
    assert contexts == ["acme", "rival"]


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
    assert list(secrets.of("acme", "shipstation")) == []
    assert list(secrets.of("acme", "shipstation")) == []
    assert (len(aws.reads), len(aws.decrypts)) == (1, 0)


@pytest.mark.parametrize("error", [TransientError, Misconfigured])
def test_when_aws_fails_nothing_is_remembered(error: type[OrderloomError]) -> None:
    aws = Aws("whsec_old")
    secrets, _ = secrets_of(aws)
    aws.failure = error("dynamodb GetItem: ThrottlingException")
    with pytest.raises(error):
        secrets.of("acme", "stripe")
    aws.failure = None
    assert opened(secrets) == ["whsec_old"]


def test_an_unreadable_connection_is_no_verdict_on_the_webhook() -> None:
    aws = Aws()
    for damaged in ({"id": {"S": "x"}}, {"id": {"S": "x"}, "enc": {"S": "no base64"}}):
        aws.items[STRIPE] = {"signing_secrets": {"L": [{"M": damaged}]}}
        secrets, _ = secrets_of(aws)
        with pytest.raises(CorruptRecord):
            secrets.of("acme", "stripe")
