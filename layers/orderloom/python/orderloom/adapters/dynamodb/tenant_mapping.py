"""Tenants and connections: domain values to records and back."""

import json
from collections.abc import Sequence
from typing import Any

from pydantic import SecretStr, ValidationError

from orderloom import keys
from orderloom.adapters.credential_seal import CredentialSeal, Owner
from orderloom.adapters.dynamodb.record import required
from orderloom.adapters.dynamodb.stored import domain_of, moment, stored
from orderloom.adapters.dynamodb.tenant_records import (
    ApiKeyRecord,
    ConnectionRecord,
    TenantRecord,
)
from orderloom.domain.connection_health import ConnectionHealth
from orderloom.domain.signing_secrets import SigningSecret
from orderloom.domain.tenant import Connection, ConnectionCard, Tenant
from orderloom.errors import CorruptRecord

_CREDENTIALS = "credentials_enc"


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
    return ConnectionRecord(
        *keys.connection(tenant_id, connection.provider),
        credentials_enc=seal.seal(credentials, owner, "api_key"),
        signing_secrets=sealed_ring(connection.signing_secrets, None, owner, seal) or None,
        key_id=connection.key_id,
        account_id=connection.account_id,
        carrier_ids=list(connection.carrier_ids) or None,
        details=dict(connection.details) or None,
        health=stored(connection.health) or None,
    )


def connection_of(record: ConnectionRecord, owner: Owner, seal: CredentialSeal) -> Connection:
    """Raises CorruptRecord: damaged, or sealed for another."""
    credentials = json.loads(seal.open(required(record, _CREDENTIALS), owner, _CREDENTIALS))
    card = card_of(record, owner.provider)
    return Connection(**dict(card), api_key=SecretStr(credentials["api_key"]))


def card_of(record: ConnectionRecord, provider: str) -> ConnectionCard:
    """Raises CorruptRecord."""
    return ConnectionCard(
        provider=provider,
        key_id=record.key_id,
        account_id=record.account_id,
        signing_secrets=ring_of(record),
        carrier_ids=tuple(record.carrier_ids or ()),
        details=record.details or {},
        health=health_of(record),
    )


def health_of(record: ConnectionRecord) -> ConnectionHealth:
    """Raises CorruptRecord."""
    try:
        return ConnectionHealth.model_validate(record.health or {})
    except ValidationError:
        raise CorruptRecord("/".join(record.key), "health") from None


def ring_of(record: ConnectionRecord) -> tuple[SigningSecret, ...]:
    """The signing secrets without the secrets. Raises CorruptRecord."""
    try:
        return tuple(
            SigningSecret(
                secret_id=document["id"],
                created_at=document["created_at"],
                expires_at=document.get("expires_at"),
            )
            for document in record.signing_secrets or ()
        )
    except (KeyError, TypeError, ValidationError):
        raise CorruptRecord("/".join(record.key), "signing_secrets") from None


def sealed_ring(
    ring: Sequence[SigningSecret],
    stored_ring: Sequence[dict[str, Any]] | None,
    owner: Owner,
    seal: CredentialSeal,
) -> list[dict[str, Any]]:
    """Documents of `ring`: its new secrets sealed, the others with the ciphertext they have."""
    kept = {document["id"]: document["enc"] for document in stored_ring or ()}
    return [
        {
            "id": each.secret_id,
            "enc": kept[each.secret_id] if each.secret is None else _sealed(each, owner, seal),
            "created_at": moment(each.created_at),
            **({"expires_at": moment(each.expires_at)} if each.expires_at else {}),
        }
        for each in ring
    ]


def _sealed(new: SigningSecret, owner: Owner, seal: CredentialSeal) -> str:
    secret = new.secret.get_secret_value() if new.secret else ""
    return seal.seal(secret, owner, "signing_secrets")
