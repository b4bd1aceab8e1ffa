"""Where a tenant's data is found, and what a move does to writers and readers."""

from datetime import timedelta
from typing import Any

import boto3
import pytest
from orderloom import keys
from orderloom.adapters.dynamodb.departures import DynamoOrderDepartures
from orderloom.adapters.dynamodb.orders import DynamoOrderRepository
from orderloom.adapters.dynamodb.profiles import Profiles
from orderloom.adapters.dynamodb.stored import moment
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.tenant_tables import TenantTables
from orderloom.errors import Misconfigured, NotFound, TenantMoving

from tests.builders.orders import a_placed, an_idempotency_record, an_order
from tests.builders.tenants import a_tenant
from tests.integration.conftest import TABLE, create_table
from tests.integration.wire import recorded
from tests.integration.worlds import DynamoWorld

SILO = "orderloom-integration-home"


class Site:
    """One tenant, its profile as a mover would change it, and a function's view of it."""

    def __init__(self, dynamodb: DynamoWorld) -> None:
        self.world = dynamodb
        self.tables = TenantTables(
            dynamodb.table, Profiles(dynamodb.table, dynamodb.clock), {"silo-a": Table(SILO)}
        )
        dynamodb.tenants.register(a_tenant(dynamodb.tenant_id), f"olk_{dynamodb.tenant_id}")

    def profile(self, **attributes: Any) -> None:
        for name, value in attributes.items():
            boto3.client("dynamodb").update_item(
                TableName=TABLE,
                Key=self.key,
                UpdateExpression="SET #n = :v",
                ExpressionAttributeNames={"#n": name},
                ExpressionAttributeValues={":v": value},
            )

    @property
    def key(self) -> Any:
        pk, sk = keys.tenant_profile(self.world.tenant_id)
        return {"PK": {"S": pk}, "SK": {"S": sk}}

    def moves(self, phase: str, *, seconds: float = 60) -> None:
        frozen_until = moment(self.world.clock.now() + timedelta(seconds=seconds))
        self.profile(move={"M": {"phase": {"S": phase}, "frozen_until": {"S": frozen_until}}})

    def phase(self) -> str:
        item = boto3.client("dynamodb").get_item(TableName=TABLE, Key=self.key)["Item"]
        return str(item["move"]["M"]["phase"]["S"])

    def place(self) -> str:
        order = an_order(tenant_id=self.world.tenant_id)
        orders = DynamoOrderRepository(
            self.tables.of(self.world.tenant_id), self.world.tenant_id, self.world.clock
        )
        orders.place(
            order, a_placed(order), list_shards=1, idempotency=an_idempotency_record(order)
        )
        assert orders.get(order.order_id) == order
        return self.tables.of(self.world.tenant_id).name


@pytest.fixture
def site(dynamodb: DynamoWorld, created: dict[str, str]) -> Site:
    if "home" not in created:
        create_table(SILO)
        created["home"] = SILO
    return Site(dynamodb)


def test_a_tenants_profile_names_its_table(site: Site) -> None:
    assert site.place() == TABLE
    site.world.clock.advance(seconds=60)
    site.profile(home={"S": "silo-a"})
    assert site.place() == SILO


def test_a_placement_is_read_once_a_minute(site: Site) -> None:
    with recorded() as requests:
        for _ in range(3):
            site.tables.of(site.world.tenant_id)
        assert len(requests) == 1


def test_a_home_that_is_not_deployed_is_a_matter_for_a_person(site: Site) -> None:
    site.profile(home={"S": "silo-z"})
    with pytest.raises(Misconfigured, match="silo-z"):
        site.tables.of(site.world.tenant_id)


def test_nobody_writes_for_a_tenant_that_is_not_there(site: Site) -> None:
    with pytest.raises(NotFound):
        site.tables.of("nobody")


@pytest.mark.parametrize("phase", ["copying", "closing", "switched", "cleaning"])
def test_before_and_after_the_freeze_orders_are_placed(site: Site, phase: str) -> None:
    site.moves(phase)
    assert site.place() == TABLE


@pytest.mark.parametrize("phase", ["fenced", "verifying"])
def test_a_frozen_tenant_is_read_and_not_written(site: Site, phase: str) -> None:
    placed = an_order(tenant_id=site.world.tenant_id)
    site.moves(phase)
    with pytest.raises(TenantMoving):
        site.place()
    table = site.tables.of(site.world.tenant_id)
    orders = DynamoOrderRepository(table, site.world.tenant_id, site.world.clock)
    with pytest.raises(NotFound):
        orders.get(placed.order_id)
    with pytest.raises(TenantMoving):
        table.delete(keys.order(site.world.tenant_id, placed.order_id))
    with pytest.raises(TenantMoving):
        DynamoOrderDepartures(table, site.world.tenant_id, site.world.clock).refuse_if_fenced()
    with pytest.raises(TenantMoving):
        orders.save_token(placed.order_id, "token")
    assert site.phase() == phase


@pytest.mark.parametrize("phase", ["closing", "fenced"])
def test_a_placement_about_to_change_is_not_kept(site: Site, phase: str) -> None:
    site.moves(phase)
    site.tables.of(site.world.tenant_id)
    site.moves("switched")
    site.profile(home={"S": "silo-a"})
    assert site.place() == SILO


def test_a_freeze_whose_mover_is_gone_ends_by_itself(site: Site) -> None:
    site.moves("fenced", seconds=30)
    site.world.clock.advance(seconds=30)
    with pytest.raises(TenantMoving):
        site.place()
    assert site.phase() == "closing"
    assert site.place() == TABLE


def test_a_freeze_that_goes_on_is_not_ended(site: Site) -> None:
    site.moves("fenced", seconds=30)
    site.world.clock.advance(seconds=29)
    with pytest.raises(TenantMoving):
        site.place()
    assert site.phase() == "fenced"
