"""Tenants, their API keys and their connections in the table."""

from datetime import timedelta

from orderloom import keys
from orderloom.adapters.credential_seal import CredentialSeal, Owner
from orderloom.adapters.dynamodb.conditions import absent, present
from orderloom.adapters.dynamodb.record import Record, required
from orderloom.adapters.dynamodb.settling import settling
from orderloom.adapters.dynamodb.tenant_mapping import (
    api_key_record,
    connection_of,
    connection_record,
    tenant_of,
    tenant_record,
)
from orderloom.adapters.dynamodb.tenant_records import (
    ApiKeyRecord,
    ConnectionRecord,
    TenantRecord,
)
from orderloom.adapters.dynamodb.tenant_tables import TenantTables
from orderloom.adapters.expiring_cache import ExpiringCache
from orderloom.domain.tenant import Connection, Tenant
from orderloom.errors import Conflict, NotFound
from orderloom.ports.clock import Clock
from orderloom.ports.tenants import TenantDirectory

_CONNECTION_KEPT = timedelta(seconds=300)
_PROFILE_KEPT = timedelta(seconds=60)
_API_KEY_KEPT = timedelta(seconds=60)
_MOST_CONNECTIONS = 1024
_MOST_TENANTS = 4096


class DynamoTenantDirectory(TenantDirectory):
    """What was found stays in memory; what was not is looked for again.

    Opened connections for five minutes, as KMS bills every opening. Profiles and API keys for
    one: each is a single item, and all requests of a tenant ask for it, which a large one
    would do more often than DynamoDB answers (3,000 times a second).

    So a change by another process takes that long to be noticed, a key withdrawn included.
    """

    def __init__(self, tables: TenantTables, seal: CredentialSeal, clock: Clock) -> None:
        self._tables = tables
        self._seal = seal
        self._opened = ExpiringCache[Owner, Connection](
            clock, lifetime=_CONNECTION_KEPT, most=_MOST_CONNECTIONS
        )
        self._tenants = ExpiringCache[str, Tenant](
            clock, lifetime=_PROFILE_KEPT, most=_MOST_TENANTS
        )
        self._owners = ExpiringCache[keys.Key, str](
            clock, lifetime=_API_KEY_KEPT, most=_MOST_TENANTS
        )

    def tenant(self, tenant_id: str) -> Tenant:
        kept = self._tenants.get(tenant_id)
        if kept is None:
            kept = self._profile(tenant_id)
            self._tenants.put(tenant_id, kept)
        return kept

    def _profile(self, tenant_id: str) -> Tenant:
        directory = self._tables.directory(tenant_id)
        record = directory.get(TenantRecord, keys.tenant_profile(tenant_id))
        if record is None:
            raise NotFound("tenant", tenant_id)
        return tenant_of(record)

    @settling
    def register(self, tenant: Tenant, api_key: str) -> None:
        """A key that is taken (it is random: it never is) is refused as well.

        With the function's own credentials: the API key is in no tenant's part of the table.
        """
        exists = Conflict(f"tenant {tenant.tenant_id} exists")
        with self._tables.platform.writing() as writing:
            writing.put(tenant_record(tenant), when=absent(), otherwise=exists)
            writing.put(api_key_record(tenant, api_key), when=absent(), otherwise=exists)

    def tenant_of_key(self, api_key: str) -> str | None:
        key = keys.api_key(api_key)
        owner = self._owners.get(key)
        if owner is None:
            record = self._tables.platform.get(ApiKeyRecord, key)
            if record is None:
                return None
            owner = required(record, "tenant_id")
            self._owners.put(key, owner)
        return owner

    def connection(self, tenant_id: str, provider: str) -> Connection:
        owner = Owner(tenant_id, provider)
        opened = self._opened.get(owner)
        if opened is None:
            opened = self._open(owner)
            self._opened.put(owner, opened)
        return opened

    def _open(self, owner: Owner) -> Connection:
        directory = self._tables.directory(owner.tenant_id)
        record = directory.get(ConnectionRecord, keys.connection(*owner))
        if record is None:
            raise NotFound("connection", owner.provider)
        return connection_of(record, owner, self._seal)

    @settling
    def connect(self, tenant_id: str, connection: Connection) -> None:
        """Raises NotFound: no such tenant. InvalidRequest: secrets that are too long."""
        with self._tables.directory(tenant_id).writing() as writing:
            profile = keys.tenant_profile(tenant_id)
            writing.check(profile, when=present(), otherwise=NotFound("tenant", tenant_id))
            writing.put(connection_record(tenant_id, connection, self._seal))
        self._opened.forget(Owner(tenant_id, connection.provider))

    def connected(self, tenant_id: str) -> tuple[str, ...]:
        prefix = keys.connection(tenant_id, "x").sk.removesuffix("x")
        partition = keys.tenant_profile(tenant_id).pk
        items = self._tables.directory(tenant_id).query(
            partition, where=Record.SK.startswith(prefix)
        )
        return tuple(item["SK"]["S"].removeprefix(prefix) for item in items)
