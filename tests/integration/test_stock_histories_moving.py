"""The histories of test_stock_histories.py, of a tenant that also moves between tables."""

import boto3
from hypothesis import strategies as st
from hypothesis.stateful import rule
from orderloom.adapters.credential_seal import CredentialSeal
from orderloom.adapters.dynamodb.catalogue import DynamoCatalogueRepository
from orderloom.adapters.dynamodb.orders import DynamoOrderRepository
from orderloom.adapters.dynamodb.profiles import Profiles
from orderloom.adapters.dynamodb.stock_books import DynamoStockBooks
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.tenant_tables import TenantTables
from orderloom.domain.placement import POOLED
from orderloom.ports.catalogue import CatalogueRepository
from orderloom.ports.orders import OrderRepository
from orderloom.ports.stock_books import StockBooksRepository

from orderloom_cli.tenancy.moves import Pace
from orderloom_cli.tenancy.office import Office
from tests.integration.conftest import TABLE, create_table
from tests.integration.stock_shop import SKUS
from tests.integration.test_stock_histories import StockHistory, histories
from tests.integration.worlds import DynamoWorld
from tests.unit.cli.fakes import FakeTimer

SILO, SILO_TABLE = "silo-a", "orderloom-integration-histories"
PACE = Pace(profile_cache=60, function_timeout=30)


class MovableWorld(DynamoWorld):
    """Each repository is made as for a request of its own: it looks up the tenant's home."""

    def __init__(self, table: Table, seal: CredentialSeal) -> None:
        super().__init__(table, seal)
        self._silo = Table(SILO_TABLE)

    def orders(self, tenant_id: str | None = None) -> OrderRepository:
        owner = tenant_id or self.tenant_id
        return DynamoOrderRepository(self._home(owner), owner, self.clock)

    def catalogue(self, tenant_id: str | None = None) -> CatalogueRepository:
        owner = tenant_id or self.tenant_id
        return DynamoCatalogueRepository(self._home(owner), owner)

    def stock_books(self) -> StockBooksRepository:
        return DynamoStockBooks(self._home(self.tenant_id), self.tenant_id)

    def move(self, home: str) -> None:
        homes = {POOLED: TABLE, SILO: SILO_TABLE}
        office = Office(boto3.client("dynamodb"), homes, PACE, FakeTimer(self.clock.now()))
        if office.directory.find(self.tenant_id).home != home:
            office.move([self.tenant_id], home, resume=False, segments=1, tell=lambda _: None)

    def left_behind(self) -> int:
        """Items of the tenant where it does not live; its directory entry is no such item."""
        home = self._home(self.tenant_id).name
        other = SILO_TABLE if home == TABLE else TABLE
        found = boto3.client("dynamodb").scan(
            TableName=other,
            FilterExpression="begins_with(PK, :tenant) AND PK <> :directory",
            ExpressionAttributeValues={
                ":tenant": {"S": f"T#{self.tenant_id}#"},
                ":directory": {"S": f"T#{self.tenant_id}#META"},
            },
        )
        return int(found["Count"])

    def _home(self, tenant_id: str) -> Table:
        profiles = Profiles(self.table, self.clock)
        return TenantTables(self.table, profiles, {SILO: self._silo}).of(tenant_id)


class MovingHistory(StockHistory):
    world: MovableWorld

    @rule(home=st.sampled_from([POOLED, SILO]))
    def move_tenant(self, home: str) -> None:
        """A day later, so that there is something in the books, which moves along."""
        self.reconcile(days=1)
        books = self.world.stock_books()
        before = books.through(), books.books(SKUS)
        self.world.move(home)
        books = self.world.stock_books()
        assert (books.through(), books.books(SKUS)) == before
        assert self.world.left_behind() == 0


def test_histories_of_a_tenant_that_moves(dynamodb: DynamoWorld, seal: CredentialSeal) -> None:
    create_table(SILO_TABLE)

    histories(lambda: MovableWorld(dynamodb.table, seal), examples=4, machine=MovingHistory)
