"""Provider credentials in the table: only ciphertext, and only for their tenant."""

import json
from base64 import b64decode
from typing import Any

import boto3
import pytest
from orderloom import keys
from orderloom.adapters.credential_seal import CredentialSeal, Owner
from orderloom.adapters.dynamodb.tenants import DynamoTenantDirectory
from orderloom.adapters.webhook_secrets import DynamoWebhookSecrets
from orderloom.errors import CorruptRecord, InvalidRequest, Misconfigured
from pydantic import SecretStr

from tests.builders.tenants import a_connection, a_signing_secret, a_tenant, without_secrets
from tests.integration.conftest import TABLE
from tests.integration.wire import recorded
from tests.integration.worlds import DynamoWorld


@pytest.fixture
def connected(dynamodb: DynamoWorld) -> DynamoWorld:
    """Both tenants of the world, the first connected to stripe."""
    for tenant_id in (dynamodb.tenant_id, dynamodb.other_tenant_id):
        dynamodb.tenants.register(a_tenant(tenant_id), f"olk_{tenant_id}")
    dynamodb.tenants.connect(dynamodb.tenant_id, a_connection())
    return dynamodb


def stored(key: keys.Key) -> dict[str, Any]:
    client = boto3.client("dynamodb")
    answer = client.get_item(TableName=TABLE, Key={"PK": {"S": key.pk}, "SK": {"S": key.sk}})
    item: dict[str, Any] = answer["Item"]
    return item


def ciphertexts(item: dict[str, Any]) -> list[str]:
    secrets = [document["M"]["enc"]["S"] for document in item["signing_secrets"]["L"]]
    return [item["credentials_enc"]["S"], *secrets]


def test_what_is_stored_are_ciphertexts_apart(connected: DynamoWorld) -> None:
    item = stored(keys.connection(connected.tenant_id, "stripe"))
    assert set(item) == {"PK", "SK", "credentials_enc", "signing_secrets"}
    assert "sk_test" not in repr(item)
    assert "whsec" not in repr(item)
    sealed = [b64decode(text) for text in ciphertexts(item)]
    assert not any(b"sk_test" in each or b"whsec" in each for each in sealed)
    context = {"tenant_id": connected.tenant_id, "provider": "stripe"}
    kms = boto3.client("kms")
    credentials, *secrets = [
        kms.decrypt(CiphertextBlob=each, EncryptionContext=context)["Plaintext"].decode()
        for each in sealed
    ]
    assert json.loads(credentials) == {"api_key": "sk_test_made_up"}
    assert secrets == ["whsec_new", "whsec_old"]


def test_a_rotation_opens_no_ciphertext_and_keeps_those_there_are(connected: DynamoWorld) -> None:
    key = keys.connection(connected.tenant_id, "stripe")
    _, newest, oldest = ciphertexts(stored(key))
    seen = connected.tenants.signing_secrets(connected.tenant_id, "stripe")
    with recorded() as requests:
        connected.tenants.replace_secrets(
            connected.tenant_id, "stripe", seen=seen, ring=(a_signing_secret("whsec_3"), *seen)
        )
    assert "Decrypt" not in [operation for operation, _ in requests]
    assert ciphertexts(stored(key))[2:] == [newest, oldest]
    assert len({*ciphertexts(stored(key))}) == 4


def test_the_door_reads_what_the_directory_wrote(connected: DynamoWorld) -> None:
    door = DynamoWebhookSecrets(table=TABLE, clock=connected.clock)
    found = door.of(connected.tenant_id, "stripe")
    assert [(each.secret_id, each.secret) for each in found] == [
        ("whs_new", "whsec_new"),
        ("whs_old", "whsec_old"),
    ]


def test_a_ciphertext_moved_to_another_tenant_opens_nothing(connected: DynamoWorld) -> None:
    item = stored(keys.connection(connected.tenant_id, "stripe"))
    target = keys.connection(connected.other_tenant_id, "stripe")
    moved = item | {"PK": {"S": target.pk}, "SK": {"S": target.sk}}
    boto3.client("dynamodb").put_item(TableName=TABLE, Item=moved)
    with pytest.raises(CorruptRecord) as caught:
        connected.tenants.connection(connected.other_tenant_id, "stripe")
    assert caught.value.field == "credentials_enc"


def test_a_seal_opens_for_its_owner_only(seal: CredentialSeal) -> None:
    sealed = seal.seal("secret", Owner("acme", "stripe"), "api_key")
    assert seal.open(sealed, Owner("acme", "stripe"), "api_key") == "secret"
    for stranger in (Owner("acme", "shipstation"), Owner("zeta", "stripe")):
        with pytest.raises(CorruptRecord):
            seal.open(sealed, stranger, "api_key")


def test_what_is_no_ciphertext_is_a_corrupt_record(seal: CredentialSeal) -> None:
    for damaged in ("no base64!", "bm8gY2lwaGVydGV4dA=="):
        with pytest.raises(CorruptRecord):
            seal.open(damaged, Owner("acme", "stripe"), "api_key")


def test_what_kms_cannot_hold_is_the_callers_to_change(seal: CredentialSeal) -> None:
    with pytest.raises(InvalidRequest) as caught:
        seal.seal("x" * 4097, Owner("acme", "stripe"), "signing_secrets")
    assert caught.value.field == "signing_secrets"


@pytest.mark.usefixtures("aws")
def test_sealing_needs_a_key() -> None:
    with pytest.raises(Misconfigured):
        CredentialSeal(None).seal("secret", Owner("acme", "stripe"), "api_key")


def test_an_opened_connection_is_kept_for_five_minutes(
    connected: DynamoWorld, seal: CredentialSeal
) -> None:
    elsewhere = DynamoTenantDirectory(connected.table, seal, connected.clock)
    first = elsewhere.connection(connected.tenant_id, "stripe")
    rotated = a_connection(api_key=SecretStr("sk_test_rotated"))
    connected.tenants.connect(connected.tenant_id, rotated)
    connected.clock.advance(seconds=299)
    with recorded() as requests:
        assert elsewhere.connection(connected.tenant_id, "stripe") == first
    assert requests == []
    connected.clock.advance(seconds=1)
    assert elsewhere.connection(connected.tenant_id, "stripe") == without_secrets(rotated)
