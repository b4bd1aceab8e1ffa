"""Provider credentials in the table: only ciphertext, and only for their tenant."""

import json
from base64 import b64decode

import boto3
import pytest
from orderloom import keys
from orderloom.adapters.credential_seal import CredentialSeal, Owner
from orderloom.adapters.dynamodb.tenants import DynamoTenantDirectory
from orderloom.errors import CorruptRecord, InvalidRequest, Misconfigured
from pydantic import SecretStr

from tests.builders.tenants import a_connection, a_tenant
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


def stored(key: keys.Key) -> dict[str, str]:
    client = boto3.client("dynamodb")
    answer = client.get_item(TableName=TABLE, Key={"PK": {"S": key.pk}, "SK": {"S": key.sk}})
    return {name: value["S"] for name, value in answer["Item"].items() if "S" in value}


def test_what_is_stored_is_two_ciphertexts_apart(connected: DynamoWorld) -> None:
    item = stored(keys.connection(connected.tenant_id, "stripe"))
    assert set(item) == {"PK", "SK", "credentials_enc", "signing_secrets_enc"}
    assert "sk_test" not in repr(item)
    assert b"sk_test" not in b64decode(item["credentials_enc"])
    context = {"tenant_id": connected.tenant_id, "provider": "stripe"}
    kms = boto3.client("kms")
    opened = [
        json.loads(
            kms.decrypt(CiphertextBlob=b64decode(item[name]), EncryptionContext=context)[
                "Plaintext"
            ]
        )
        for name in ("credentials_enc", "signing_secrets_enc")
    ]
    assert opened == [{"api_key": "sk_test_made_up"}, ["whsec_new", "whsec_old"]]


def test_a_ciphertext_moved_to_another_tenant_opens_nothing(connected: DynamoWorld) -> None:
    item = stored(keys.connection(connected.tenant_id, "stripe"))
    target = keys.connection(connected.other_tenant_id, "stripe")
    moved = {name: {"S": value} for name, value in item.items()}
    moved |= {"PK": {"S": target.pk}, "SK": {"S": target.sk}}
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
    assert elsewhere.connection(connected.tenant_id, "stripe") == rotated
