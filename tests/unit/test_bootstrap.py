"""What the composition root shares between the requests of one execution environment."""

from typing import Any

import pytest
from orderloom.adapters.dynamodb.profiles import Profiles
from orderloom.adapters.dynamodb.table import Table
from orderloom.adapters.dynamodb.tenant_tables import TenantTables
from orderloom.bootstrap import Container
from orderloom.domain.sharding import ORDER_LIST, STOCK
from orderloom.services.observe_rates import SAMPLE
from orderloom.settings import Settings


class OneTable(TenantTables):
    """Where a tenant's data lives is a profile's to say, and profiles are in DynamoDB."""

    def of(self, tenant_id: str) -> Table:  # noqa: ARG002
        return self.platform


@pytest.fixture
def container() -> Container:
    made = Container(Settings(table="a-table"))
    platform = Table("a-table")
    made.__dict__["_tables"] = OneTable(platform, Profiles(platform, made.clock))
    return made


def test_all_requests_share_one_shelf(container: Container) -> None:
    """Without it every order reads its product and all counters: see `make simulate`."""
    first: Any = container.catalogue("acme")
    second: Any = container.catalogue("acme")
    assert first._shelf is second._shelf is not None


def test_growth_follows_the_rule_unless_an_operator_sets_it() -> None:
    usual: Any = Container(Settings(table="a-table")).observe_rates
    assert (usual._sample, usual._order_list, usual._stock) == (SAMPLE, ORDER_LIST, STOCK)
    environment = {"ORDERLOOM_RATE_SAMPLE": "1", "ORDERLOOM_ORDERS_PER_LIST_SHARD": "0.5"}
    eager: Any = Container(Settings.from_environment(environment)).observe_rates
    assert (eager._sample, eager._order_list.per_shard, eager._stock) == (1, 0.5, STOCK)
