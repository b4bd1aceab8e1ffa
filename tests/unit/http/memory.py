"""The ports of the HTTP API in memory: one table for all tenants, repositories for one each."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from orderloom.domain.catalogue import Product, ShardLevel
from orderloom.domain.tenant import Connection, Tenant
from orderloom.errors import Conflict, NotFound, VersionConflict
from orderloom.ports.catalogue import CatalogueRepository
from orderloom.ports.clock import Clock
from orderloom.ports.tenants import TenantDirectory

from tests.unit.http.memory_orders import MemoryOrders, Store

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
OPERATOR_KEY = "olo_" + "k" * 48


class SteppingClock(Clock):
    """Each look is a second after the one before."""

    def __init__(self) -> None:
        self.present = NOW

    def now(self) -> datetime:
        self.present += timedelta(seconds=1)
        return self.present


class MemoryCatalogue(CatalogueRepository):
    def __init__(self, store: Store, tenant_id: str) -> None:
        self.store = store
        self.tenant_id = tenant_id
        self.reads = 0

    def product(self, sku: str) -> Product:
        found = self.products([sku])
        if sku not in found:
            raise NotFound("product", sku)
        return found[sku]

    def products(self, skus: Sequence[str]) -> Mapping[str, Product]:
        self.reads += 1
        mine = self.store.products
        return {sku: mine[self.tenant_id, sku] for sku in skus if (self.tenant_id, sku) in mine}

    def levels(self, shards: Mapping[str, int]) -> Sequence[ShardLevel]:
        slots = [(self.tenant_id, sku, n) for sku, many in shards.items() for n in range(many)]
        return [self.store.levels[slot] for slot in slots if slot in self.store.levels]

    def save(
        self, product: Product, *, seen: Sequence[ShardLevel], levels: Sequence[ShardLevel]
    ) -> None:
        self.store.others_act()
        slot = (self.tenant_id, product.sku)
        before = self.store.products.get(slot)
        current = self.levels({product.sku: product.shards})
        if product.version != (before.version if before else 0) + 1 or list(seen) != current:
            raise VersionConflict(product.sku)
        self.store.products[slot] = product
        for level in levels:
            self.store.levels[self.tenant_id, level.sku, level.shard] = level


class MemoryTenants(TenantDirectory):
    def __init__(self) -> None:
        self.tenants: dict[str, Tenant] = {}
        self.keys: dict[str, str] = {}
        self.connections: dict[tuple[str, str], Connection] = {}

    def tenant(self, tenant_id: str) -> Tenant:
        if tenant_id not in self.tenants:
            raise NotFound("tenant", tenant_id)
        return self.tenants[tenant_id]

    def register(self, tenant: Tenant, api_key: str) -> None:
        if tenant.tenant_id in self.tenants:
            raise Conflict(f"tenant {tenant.tenant_id} exists")
        self.tenants[tenant.tenant_id] = tenant
        self.keys[api_key] = tenant.tenant_id

    def tenant_of_key(self, api_key: str) -> str | None:
        return self.keys.get(api_key)

    def connection(self, tenant_id: str, provider: str) -> Connection:
        return self.connections[tenant_id, provider]

    def connect(self, tenant_id: str, connection: Connection) -> None:
        self.connections[tenant_id, connection.provider] = connection

    def connected(self, tenant_id: str) -> tuple[str, ...]:
        return tuple(name for owner, name in self.connections if owner == tenant_id)


class MemoryContainer:
    """The composition root of the tests."""

    def __init__(self) -> None:
        self.store = Store()
        self.tenants = MemoryTenants()
        self.clock = SteppingClock()
        self._numbers = count(1)

    def random_bits(self, _bits: int) -> int:
        return next(self._numbers)

    def orders(self, tenant_id: str) -> MemoryOrders:
        return MemoryOrders(self.store, tenant_id)

    def catalogue(self, tenant_id: str) -> MemoryCatalogue:
        return MemoryCatalogue(self.store, tenant_id)

    def operator_key(self) -> str:
        return OPERATOR_KEY
