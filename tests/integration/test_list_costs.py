"""What a page of the order list costs, whatever the number of orders behind it."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

import boto3
import pytest
from orderloom import keys
from orderloom.adapters.dynamodb.order_mapping import new_order_record
from orderloom.adapters.dynamodb.orders import DynamoOrderRepository
from orderloom.adapters.dynamodb.table import Table
from orderloom.ports.orders import OrderPage

from tests.builders.orders import an_order
from tests.fakes.clock import MOMENT, FakeClock
from tests.integration.conftest import create_table
from tests.integration.consumed import consumed

FEW, MANY = 100, 100_000
SHARDS = 4
APART = timedelta(seconds=20)
BATCH = 25
DEEP = MOMENT - MANY // 2 * APART
NAME = "orderloom-list-costs"


@pytest.fixture
def filled(aws: None) -> Iterator[Table]:  # noqa: ARG001 - sets the environment
    """A table of its own: a hundred thousand orders slow the emulator down for all others."""
    create_table(NAME)
    fill("few", FEW)
    fill("many", MANY)
    yield Table(NAME)
    boto3.client("dynamodb").delete_table(TableName=NAME)


def fill(tenant_id: str, number: int) -> None:
    client = boto3.client("dynamodb")
    orders = (an_order(tenant_id=tenant_id, created_at=MOMENT - n * APART) for n in range(number))
    while batch := list(islice(orders, BATCH)):
        heads = [new_order_record(order, SHARDS).serialize() for order in batch]
        answer = client.batch_write_item(
            RequestItems={NAME: [{"PutRequest": {"Item": head}} for head in heads]}
        )
        assert not answer["UnprocessedItems"]


def read(table: Table, tenant_id: str, limit: int, before: str | None = None) -> OrderPage:
    orders = DynamoOrderRepository(table, tenant_id, FakeClock())
    return orders.page(limit=limit, before=before, since=MOMENT - MANY * APART, list_shards=SHARDS)


def test_a_page_costs_the_same_among_a_hundred_orders_and_a_hundred_thousand(
    filled: Table, capsys: pytest.CaptureFixture[str]
) -> None:
    units: dict[tuple[str, int], float] = {}
    for tenant_id in ("few", "many"):
        for limit in (10, 50):
            with consumed() as taken:
                assert len(read(filled, tenant_id, limit).orders) == limit
            units[tenant_id, limit] = taken.units
    across_tenants = units["many", 50] / units["few", 50]
    across_pages = units["many", 50] / units["many", 10]
    with capsys.disabled():
        print(  # noqa: T201 - the figures are what this is run for
            f"\nread units of a page of 10: {units['few', 10]} at {FEW:,} orders, "
            f"{units['many', 10]} at {MANY:,}; of 50: {units['few', 50]}, {units['many', 50]} "
            f"(ratio by orders {across_tenants:.2f}, by page size {across_pages:.2f})"
        )
    with consumed() as far_down:
        far = read(filled, "many", 10, before=keys.order_list_sort(DEEP, "0"))
    assert far.orders[0].created_at == DEEP - APART
    assert far_down.units == pytest.approx(units["many", 10], abs=2)
    assert across_tenants == pytest.approx(1, abs=0.1)
    assert across_pages == pytest.approx(5, rel=0.25)
