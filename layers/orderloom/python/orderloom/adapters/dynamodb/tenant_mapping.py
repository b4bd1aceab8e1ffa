"""Tenants and connections: domain values to records and back."""

import json

from pydantic import SecretStr

from orderloom import keys
from orderloom.adapters.credential_seal import CredentialSeal, Owner
from orderloom.adapters.dynamodb.record import required
from orderloom.adapters.dynamodb.stored import domain_of, moment, stored
from orderloom.adapters.dynamodb.tenant_records import (
    ApiKeyRecord,
    ConnectionRecord,
    TenantRecord,
)
from orderloom.domain.tenant import Connection, Tenant

_CREDENTIALS = "credentials_enc"
_SIGNING_SECRETS = "signing_secrets_enc"


def tenant_record(tenant: Tenant) -> TenantRecord:
    shard = keys.shard_of(tenant.tenant_id, keys.TENANT_LIST_SHARDS)
    return TenantRecord(
        *keys.tenant_profile(tenant.tenant_id),
        OLPK=keys.tenant_list_partition(shard),
        OLSK=keys.tenant_list_sort(tenant.tenant_id),
        **stored(tenant),
    )


def tenant_of(record: TenantRecord) -> Tenant:
    return domain_of(Tenant, record)


def api_key_record(tenant: Tenant, api_key: str) -> ApiKeyRecord:
    return ApiKeyRecord(
        *keys.api_key(api_key), tenant_id=tenant.tenant_id, created_at=moment(tenant.created_at)
    )


def connection_record(
    tenant_id: str, connection: Connection, seal: CredentialSeal
) -> ConnectionRecord:
    """Raises InvalidRequest: secrets that are too long."""
    owner = Owner(tenant_id, connection.provider)
    credentials = json.dumps({"api_key": connection.api_key.get_secret_value()})
    secrets = [secret.get_secret_value() for secret in connection.signing_secrets]
    sealed = seal.seal(json.dumps(secrets), owner, "signing_secrets") if secrets else None
    return ConnectionRecord(
        *keys.connection(tenant_id, connection.provider),
        credentials_enc=seal.seal(credentials, owner, "api_key"),
        signing_secrets_enc=sealed,
        key_id=connection.key_id,
        carrier_ids=list(connection.carrier_ids) or None,
    )


def connection_of(record: ConnectionRecord, owner: Owner, seal: CredentialSeal) -> Connection:
    """Raises CorruptRecord: damaged, or sealed for another."""
    credentials = json.loads(seal.open(required(record, _CREDENTIALS), owner, _CREDENTIALS))
    return Connection(
        provider=owner.provider,
        api_key=SecretStr(credentials["api_key"]),
        key_id=record.key_id,
        signing_secrets=_signing_secrets(record, owner, seal),
        carrier_ids=tuple(record.carrier_ids or ()),
    )


def _signing_secrets(
    record: ConnectionRecord, owner: Owner, seal: CredentialSeal
) -> tuple[SecretStr, ...]:
    """None are stored where the provider signs with a key of its own."""
    sealed = record.attribute_values.get(_SIGNING_SECRETS)
    if sealed is None:
        return ()
    secrets = seal.open(sealed, owner, _SIGNING_SECRETS)
    return tuple(SecretStr(secret) for secret in json.loads(secrets))
