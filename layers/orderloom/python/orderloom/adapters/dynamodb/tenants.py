"""Tenants, their API keys and their connections in the table."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice

from orderloom import keys
from orderloom.adapters.credential_seal import CredentialSeal, Owner
from orderloom.adapters.dynamodb.conditions import (
    absent,
    fewer_list_shards_than,
    health_still,
    listed_after,
    present,
    secrets_still,
)
from orderloom.adapters.dynamodb.profiles import PROFILE_KEPT, Profiles
from orderloom.adapters.dynamodb.record import Item, Record, record_of, required
from orderloom.adapters.dynamodb.settling import settling
from orderloom.adapters.dynamodb.stored import plain, stored
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.tenant_mapping import (
    api_key_record,
    card_of,
    connection_of,
    connection_record,
    health_of,
    ring_of,
    sealed_ring,
    tenant_record,
)
from orderloom.adapters.dynamodb.tenant_records import (
    ApiKeyRecord,
    ConnectionRecord,
    TenantRecord,
)
from orderloom.adapters.expiring_cache import ExpiringCache
from orderloom.domain.connection_health import ConnectionHealth
from orderloom.domain.shipping import ShippingPolicy
from orderloom.domain.signing_secrets import SigningSecret
from orderloom.domain.tenant import Connection, ConnectionCard, Tenant
from orderloom.errors import Conflict, NotFound, VersionConflict
from orderloom.ports.clock import Clock
from orderloom.ports.tenants import TenantDirectory

CONNECTION_KEPT = timedelta(seconds=300)
API_KEY_KEPT = timedelta(seconds=60)
_CONNECTIONS = keys.connection("any", "x").sk.removesuffix("x")
_MOST_CONNECTIONS = 1024
_MOST_TENANTS = 4096


class DynamoTenantDirectory(TenantDirectory):
    """What was found stays in memory; what was not is looked for again.

    Opened connections for five minutes, as KMS bills every opening. Profiles and API keys for
    one: each is a single item, and all requests of a tenant ask for it, which a large one
    would do more often than DynamoDB answers (3,000 times a second).

    So a change by another process takes that long to be noticed, a key withdrawn included.

    What is a tenant's is read and written as that tenant; API keys and the list of tenants are
    the platform's.
    """

    def __init__(
        self,
        table: Table,
        seal: CredentialSeal,
        clock: Clock,
        *,
        profiles: Profiles | None = None,
    ) -> None:
        self._table = table
        self._seal = seal
        self._opened = ExpiringCache[Owner, Connection](
            clock, lifetime=CONNECTION_KEPT, most=_MOST_CONNECTIONS
        )
        self._connected = ExpiringCache[str, tuple[str, ...]](
            clock, lifetime=PROFILE_KEPT, most=_MOST_TENANTS
        )
        self._profiles = profiles or Profiles(table, clock)
        self._owners = ExpiringCache[keys.Key, str](
            clock, lifetime=API_KEY_KEPT, most=_MOST_TENANTS
        )

    def tenant(self, tenant_id: str) -> Tenant:
        return self._profiles.of(tenant_id).tenant

    @settling
    def register(self, tenant: Tenant, api_key: str) -> None:
        """A key that is taken (it is random: it never is) is refused as well.

        By the function's own credentials: an API key is in no tenant's part of the table.
        """
        exists = Conflict(f"tenant {tenant.tenant_id} exists")
        with self._table.writing() as writing:
            writing.put(tenant_record(tenant), when=absent(), otherwise=exists)
            writing.put(api_key_record(tenant, api_key), when=absent(), otherwise=exists)

    def set_shipping(self, tenant_id: str, policy: ShippingPolicy) -> None:
        self._table.as_tenant(tenant_id).update(
            keys.tenant_profile(tenant_id),
            [TenantRecord.shipping.set(plain(policy.model_dump()))],
            when=present(),
            otherwise=NotFound("tenant", tenant_id),
        )
        self._profiles.forget(tenant_id)

    def grow_order_list(self, tenant_id: str, shards: int) -> bool:
        enough = Conflict(f"{tenant_id}: {shards} shards or more")
        try:
            self._table.as_tenant(tenant_id).update(
                keys.tenant_profile(tenant_id),
                [TenantRecord.order_list_shards.set(shards)],
                when=present() & fewer_list_shards_than(shards),
                otherwise=enough,
            )
        except Conflict:
            self._profiles.of(tenant_id)  # or there is no such tenant
            return False
        self._profiles.forget(tenant_id)
        return True

    def tenant_of_key(self, api_key: str) -> str | None:
        key = keys.api_key(api_key)
        owner = self._owners.get(key)
        if owner is None:
            record = self._table.get(ApiKeyRecord, key)
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
        return connection_of(self._connection(owner), owner, self._seal)

    def _connection(self, owner: Owner) -> ConnectionRecord:
        directory = self._table.as_tenant(owner.tenant_id)
        record = directory.get(ConnectionRecord, keys.connection(*owner))
        if record is None:
            raise NotFound("connection", owner.provider)
        return record

    def signing_secrets(self, tenant_id: str, provider: str) -> tuple[SigningSecret, ...]:
        return ring_of(self._connection(Owner(tenant_id, provider)))

    def replace_secrets(
        self,
        tenant_id: str,
        provider: str,
        *,
        seen: Sequence[SigningSecret],
        ring: Sequence[SigningSecret],
    ) -> None:
        owner = Owner(tenant_id, provider)
        record = self._connection(owner)
        changed = VersionConflict(f"the signing secrets of {provider} were changed meanwhile")
        if ring_of(record) != tuple(seen):
            raise changed
        present_ring = record.signing_secrets or []
        documents = sealed_ring(ring, present_ring, owner, self._seal)
        self._table.as_tenant(tenant_id).update(
            record.key,
            [ConnectionRecord.signing_secrets.set(documents)],
            when=secrets_still(present_ring),
            otherwise=changed,
        )
        self._opened.forget(owner)

    @settling
    def connect(self, tenant_id: str, connection: Connection) -> None:
        """Raises NotFound: no such tenant. InvalidRequest: secrets that are too long."""
        with self._table.as_tenant(tenant_id).writing() as writing:
            profile = keys.tenant_profile(tenant_id)
            writing.check(profile, when=present(), otherwise=NotFound("tenant", tenant_id))
            writing.put(connection_record(tenant_id, connection, self._seal))
        self._opened.forget(Owner(tenant_id, connection.provider))
        self._connected.forget(tenant_id)

    def cards(self, tenant_id: str) -> Sequence[ConnectionCard]:
        return [
            card_of(record_of(ConnectionRecord, item), item["SK"]["S"].removeprefix(_CONNECTIONS))
            for item in self._connections(tenant_id)
        ]

    def card(self, tenant_id: str, provider: str) -> ConnectionCard:
        return card_of(self._connection(Owner(tenant_id, provider)), provider)

    def note_health(
        self, tenant_id: str, provider: str, *, seen: ConnectionHealth, health: ConnectionHealth
    ) -> None:
        owner = Owner(tenant_id, provider)
        record = self._connection(owner)
        changed = VersionConflict(f"the health of {provider} was changed meanwhile")
        if health_of(record) != seen:
            raise changed
        self._table.as_tenant(tenant_id).update(
            record.key,
            [ConnectionRecord.health.set(stored(health))],
            when=health_still(record.health),
            otherwise=changed,
        )
        self._opened.forget(owner)

    def connected(self, tenant_id: str) -> tuple[str, ...]:
        items = self._connections(tenant_id)
        names = tuple(item["SK"]["S"].removeprefix(_CONNECTIONS) for item in items)
        self._connected.put(tenant_id, names)
        return names

    def _connections(self, tenant_id: str) -> Iterator[Item]:
        partition = keys.tenant_profile(tenant_id).pk
        directory = self._table.as_tenant(tenant_id)
        return directory.query(partition, where=Record.SK.startswith(_CONNECTIONS))

    def connected_lately(self, tenant_id: str) -> tuple[str, ...]:
        kept = self._connected.get(tenant_id)
        return self.connected(tenant_id) if kept is None else kept

    def page(self, shard: int, *, after: str, limit: int) -> Sequence[str]:
        items = self._table.query(
            keys.tenant_list_partition(shard),
            where=listed_after(after) if after else None,
            index=keys.ORDER_LIST_INDEX,
            page_size=limit,
        )
        return [item["OLSK"]["S"] for item in islice(items, limit)]
