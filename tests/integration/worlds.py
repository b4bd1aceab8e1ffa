"""The two implementations that are held to one behaviour."""

from abc import ABC, abstractmethod
from collections import defaultdict
from itertools import count

from orderloom import keys
from orderloom.adapters.credential_seal import CredentialSeal
from orderloom.adapters.dynamodb.catalogue import DynamoCatalogueRepository
from orderloom.adapters.dynamodb.departures import DynamoOrderDepartures
from orderloom.adapters.dynamodb.order_mapping import order_of
from orderloom.adapters.dynamodb.order_records import OrderRecord
from orderloom.adapters.dynamodb.orders import DynamoOrderRepository
from orderloom.adapters.dynamodb.stock_books import DynamoStockBooks
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.tenants import DynamoTenantDirectory
from orderloom.domain.archive import DepartedHead
from orderloom.ports.archive import OrderDepartures
from orderloom.ports.catalogue import CatalogueRepository
from orderloom.ports.orders import OrderRepository
from orderloom.ports.stock_books import StockBooksRepository
from orderloom.ports.tenants import TenantDirectory

from tests.fakes.catalogue import FakeCatalogue
from tests.fakes.clock import FakeClock
from tests.fakes.departures import FakeDepartures
from tests.fakes.orders import FakeOrders
from tests.fakes.stock_books import FakeStockBooks
from tests.fakes.tenants import FakeTenants
from tests.fakes.warehouse import Warehouse

_numbers = count(1)


class World(ABC):
    """A store of its own for each test: its tenants have names no other test uses."""

    tenants: TenantDirectory

    def __init__(self) -> None:
        self.clock = FakeClock()
        number = next(_numbers)
        self.tenant_id = f"tenant-{number}"
        self.other_tenant_id = f"tenant-{number}-other"

    @abstractmethod
    def orders(self, tenant_id: str | None = None) -> OrderRepository: ...

    @abstractmethod
    def departures(self, tenant_id: str | None = None) -> OrderDepartures: ...

    @abstractmethod
    def expire(self, order_id: str) -> DepartedHead:
        """Have time to live take an order's head."""

    @abstractmethod
    def catalogue(self, tenant_id: str | None = None) -> CatalogueRepository: ...

    @abstractmethod
    def stock_books(self) -> StockBooksRepository: ...


class FakeWorld(World):
    def __init__(self) -> None:
        super().__init__()
        self.tenants = FakeTenants()
        self._warehouses: defaultdict[str, Warehouse] = defaultdict(Warehouse)
        self._orders: dict[str, FakeOrders] = {}
        self._departures: dict[str, FakeDepartures] = {}
        self._catalogues: dict[str, FakeCatalogue] = {}
        self._books = FakeStockBooks(self.tenant_id)

    def orders(self, tenant_id: str | None = None) -> OrderRepository:
        owner = tenant_id or self.tenant_id
        fresh = FakeOrders(owner, clock=self.clock, warehouse=self._warehouses[owner])
        return self._orders.setdefault(owner, fresh)

    def departures(self, tenant_id: str | None = None) -> FakeDepartures:
        owner = tenant_id or self.tenant_id
        self.orders(owner)
        return self._departures.setdefault(owner, FakeDepartures(self._orders[owner]))

    def expire(self, order_id: str) -> DepartedHead:
        return self.departures().expire(order_id)

    def catalogue(self, tenant_id: str | None = None) -> CatalogueRepository:
        owner = tenant_id or self.tenant_id
        fresh = FakeCatalogue(owner, warehouse=self._warehouses[owner])
        return self._catalogues.setdefault(owner, fresh)

    def stock_books(self) -> StockBooksRepository:
        return self._books


class DynamoWorld(World):
    def __init__(self, table: Table, seal: CredentialSeal) -> None:
        super().__init__()
        self.table = table
        self._seal = seal
        self.tenants = DynamoTenantDirectory(table, seal, self.clock)

    def orders(self, tenant_id: str | None = None) -> OrderRepository:
        return DynamoOrderRepository(self.table, tenant_id or self.tenant_id, self.clock)

    def departures(self, tenant_id: str | None = None) -> OrderDepartures:
        return DynamoOrderDepartures(self.table, tenant_id or self.tenant_id, self.clock)

    def expire(self, order_id: str) -> DepartedHead:
        key = keys.order(self.tenant_id, order_id)
        record = self.table.get(OrderRecord, key)
        assert record is not None
        self.table.delete(key)
        return DepartedHead(order=order_of(record), restored=record.restored or 0)

    def catalogue(self, tenant_id: str | None = None) -> CatalogueRepository:
        return DynamoCatalogueRepository(self.table, tenant_id or self.tenant_id)

    def stock_books(self) -> StockBooksRepository:
        return DynamoStockBooks(self.table, self.tenant_id)

    def another(self) -> "DynamoWorld":
        """In the same table, with tenants of its own."""
        return DynamoWorld(self.table, self._seal)
