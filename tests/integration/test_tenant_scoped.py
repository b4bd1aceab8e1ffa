"""Each tenant's requests are signed with that tenant's credentials, in whichever table."""

from typing import Any

import boto3
import pytest
from orderloom import keys
from orderloom.adapters.dynamodb.profiles import Profiles
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.tenant_scoped import TenantScopedTable
from orderloom.adapters.dynamodb.tenant_tables import TenantTables
from orderloom.adapters.tenant_credentials import TenantCredentials
from orderloom.errors import NotFound

from tests.builders.tenants import a_tenant
from tests.fakes.clock import FakeClock
from tests.integration.conftest import TABLE, create_table
from tests.integration.worlds import DynamoWorld

ROLE = "arn:aws:iam::000000000000:role/of-tenants"
SILO = "orderloom-integration-scoped"


def whose(table: Table) -> str:
    """The tenant of the session that signs this table's requests, as STS knows it."""
    used = table._connection.connection.session.get_credentials()
    assert used is not None
    client = boto3.client(
        "sts",
        aws_access_key_id=used.access_key,
        aws_secret_access_key=used.secret_key,
        aws_session_token=used.token,
    )
    return str(client.get_caller_identity()["Arn"]).rpartition("/")[2]


class Scoped:
    def __init__(self, dynamodb: DynamoWorld) -> None:
        self.clock = FakeClock(dynamodb.clock.now())
        self.credentials = TenantCredentials(ROLE, self.clock)
        self.platform = TenantScopedTable(TABLE, self.credentials)
        silo = TenantScopedTable(SILO, self.credentials)
        profiles = Profiles(self.platform, self.clock)
        self.tables = TenantTables(self.platform, profiles, {"silo-a": silo})
        self.tenant_id = dynamodb.tenant_id
        dynamodb.tenants.register(a_tenant(self.tenant_id), f"olk_{self.tenant_id}")

    def profile(self, **attributes: Any) -> None:
        pk, sk = keys.tenant_profile(self.tenant_id)
        for name, value in attributes.items():
            boto3.client("dynamodb").update_item(
                TableName=TABLE,
                Key={"PK": {"S": pk}, "SK": {"S": sk}},
                UpdateExpression="SET #n = :v",
                ExpressionAttributeNames={"#n": name},
                ExpressionAttributeValues={":v": value},
            )


@pytest.fixture
def scoped(dynamodb: DynamoWorld, created: dict[str, str]) -> Scoped:
    if "silo" not in created:
        create_table(SILO)
        created["silo"] = SILO
    return Scoped(dynamodb)


def test_what_is_given_out_goes_by_the_tenants_credentials(scoped: Scoped) -> None:
    assert whose(scoped.tables.of(scoped.tenant_id)) == scoped.tenant_id


def test_in_a_table_of_its_own_as_well(scoped: Scoped) -> None:
    scoped.profile(home={"S": "silo-a"})
    table = scoped.tables.of(scoped.tenant_id)
    assert (table.name, whose(table)) == (SILO, scoped.tenant_id)


def test_and_while_it_moves(scoped: Scoped) -> None:
    scoped.profile(
        move={
            "M": {
                "phase": {"S": "fenced"},
                "frozen_until": {"S": "2999-01-01T00:00:00.000000Z"},
            }
        }
    )
    assert whose(scoped.tables.of(scoped.tenant_id)) == scoped.tenant_id


def test_nobodys_table_is_given_out_for_who_is_not_there(scoped: Scoped) -> None:
    for tenant_id in ("nobody", "a#b", "../x"):
        with pytest.raises(NotFound):
            scoped.tables.of(tenant_id)


def test_a_client_serves_as_long_as_its_credentials(scoped: Scoped) -> None:
    first = scoped.platform.as_tenant("acme")
    scoped.clock.advance(minutes=44)
    assert scoped.platform.as_tenant("acme") is first
    scoped.clock.advance(minutes=1)
    renewed = scoped.platform.as_tenant("acme")
    assert renewed is not first
    assert whose(renewed) == "acme"


def test_who_was_not_used_for_longest_gives_way(scoped: Scoped) -> None:
    table = TenantScopedTable(TABLE, scoped.credentials, most=2)
    acme, bolt = (table.as_tenant(name) for name in ("acme", "bolt"))
    assert table.as_tenant("acme") is acme
    table.as_tenant("cone")
    assert table.as_tenant("acme") is acme
    assert table.as_tenant("bolt") is not bolt
