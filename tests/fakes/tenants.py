"""Tenants in memory."""

from collections.abc import Sequence

from orderloom import keys
from orderloom.domain.connection_health import ConnectionHealth
from orderloom.domain.shipping import ShippingPolicy
from orderloom.domain.signing_secrets import SigningSecret
from orderloom.domain.tenant import Connection, ConnectionCard, Tenant
from orderloom.errors import Conflict, NotFound, VersionConflict
from orderloom.ports.tenants import TenantDirectory

from tests.fakes.faults import Faults


class FakeTenants(TenantDirectory):
    """`secrets` are all signing secrets ever stored, by tenant and id."""

    def __init__(self, *tenants: Tenant) -> None:
        self.faults = Faults()
        self.secrets: dict[tuple[str, str], str] = {}
        self._tenants = {tenant.tenant_id: tenant for tenant in tenants}
        self._keys: dict[str, str] = {}
        self._connections: dict[tuple[str, str], Connection] = {}

    def tenant(self, tenant_id: str) -> Tenant:
        with self.faults.around("tenant"):
            if tenant_id not in self._tenants:
                raise NotFound("tenant", tenant_id)
            return self._tenants[tenant_id]

    def register(self, tenant: Tenant, api_key: str) -> None:
        with self.faults.around("register"):
            if tenant.tenant_id in self._tenants or api_key in self._keys:
                raise Conflict(f"tenant {tenant.tenant_id} exists")
            self._tenants[tenant.tenant_id] = tenant
            self._keys[api_key] = tenant.tenant_id

    def grow_order_list(self, tenant_id: str, shards: int) -> bool:
        with self.faults.around("grow_order_list"):
            tenant = self.tenant(tenant_id)
            if tenant.order_list_shards >= shards:
                return False
            grown = tenant.model_copy(update={"order_list_shards": shards})
            self._tenants[tenant_id] = grown
            return True

    def set_shipping(self, tenant_id: str, policy: ShippingPolicy) -> None:
        with self.faults.around("set_shipping"):
            changed = self.tenant(tenant_id).model_copy(update={"shipping": policy})
            self._tenants[tenant_id] = changed

    def tenant_of_key(self, api_key: str) -> str | None:
        return self._keys.get(api_key)

    def connection(self, tenant_id: str, provider: str) -> Connection:
        with self.faults.around("connection"):
            return self._stored(tenant_id, provider)

    def _stored(self, tenant_id: str, provider: str) -> Connection:
        if (tenant_id, provider) not in self._connections:
            raise NotFound("connection", provider)
        return self._connections[(tenant_id, provider)]

    def connect(self, tenant_id: str, connection: Connection) -> None:
        with self.faults.around("connect"):
            self.tenant(tenant_id)
            shown = {"signing_secrets": self._sealed(tenant_id, connection.signing_secrets)}
            name = (tenant_id, connection.provider)
            self._connections[name] = connection.model_copy(update=shown)

    def cards(self, tenant_id: str) -> Sequence[ConnectionCard]:
        return [
            ConnectionCard(**connection.model_dump(exclude={"api_key"}))
            for (owner, _), connection in sorted(self._connections.items())
            if owner == tenant_id
        ]

    def card(self, tenant_id: str, provider: str) -> ConnectionCard:
        connection = self._stored(tenant_id, provider)
        return ConnectionCard(**connection.model_dump(exclude={"api_key"}))

    def note_health(
        self, tenant_id: str, provider: str, *, seen: ConnectionHealth, health: ConnectionHealth
    ) -> None:
        with self.faults.around("note_health"):
            connection = self._stored(tenant_id, provider)
            if connection.health != seen:
                raise VersionConflict("changed meanwhile")
            noted = connection.model_copy(update={"health": health})
            self._connections[tenant_id, provider] = noted

    def signing_secrets(self, tenant_id: str, provider: str) -> tuple[SigningSecret, ...]:
        return self.connection(tenant_id, provider).signing_secrets

    def replace_secrets(
        self,
        tenant_id: str,
        provider: str,
        *,
        seen: Sequence[SigningSecret],
        ring: Sequence[SigningSecret],
    ) -> None:
        with self.faults.around("replace_secrets"):
            connection = self.connection(tenant_id, provider)
            if connection.signing_secrets != tuple(seen):
                raise VersionConflict("changed meanwhile")
            sealed = {"signing_secrets": self._sealed(tenant_id, ring)}
            self._connections[tenant_id, provider] = connection.model_copy(update=sealed)

    def _sealed(self, tenant_id: str, ring: Sequence[SigningSecret]) -> tuple[SigningSecret, ...]:
        for each in ring:
            if each.secret is not None:
                self.secrets[tenant_id, each.secret_id] = each.secret.get_secret_value()
        return tuple(each.model_copy(update={"secret": None}) for each in ring)

    def connected(self, tenant_id: str) -> tuple[str, ...]:
        return tuple(sorted(name for owner, name in self._connections if owner == tenant_id))

    def connected_lately(self, tenant_id: str) -> tuple[str, ...]:
        return self.connected(tenant_id)

    def page(self, shard: int, *, after: str, limit: int) -> Sequence[str]:
        listed = sorted(
            tenant_id
            for tenant_id in self._tenants
            if keys.shard_of(tenant_id, keys.TENANT_LIST_SHARDS) == shard and tenant_id > after
        )
        return listed[:limit]
