"""Lists of some of a tenant's orders."""

from datetime import timedelta

import pytest
from orderloom.domain.order import Order
from orderloom.domain.states import Lifecycle
from orderloom.domain.status import OrderStatus
from orderloom.ports.orders import OrderFilter, OrderPage

from tests.builders.orders import a_customer, a_placed, an_idempotency_record, an_order
from tests.builders.transitions import a_transition
from tests.fakes.clock import MOMENT
from tests.integration.steps import eventually
from tests.integration.wire import recorded
from tests.integration.worlds import DynamoWorld, World

SINCE = MOMENT - timedelta(days=70)


def placed_by(world: World, email: str, *, days_ago: float = 0, list_shards: int = 3) -> Order:
    order = an_order(tenant_id=world.tenant_id, created_at=MOMENT - timedelta(days=days_ago))
    world.orders().place(
        order,
        a_placed(order, customer=a_customer(email=email)),
        list_shards=list_shards,
        idempotency=an_idempotency_record(order),
    )
    return order


def page(
    world: World, only: OrderFilter, *, limit: int = 10, before: str | None = None, shards: int = 3
) -> OrderPage:
    return world.orders().page(
        limit=limit, before=before, since=SINCE, list_shards=shards, only=only
    )


def listed(world: World, only: OrderFilter, limit: int = 10) -> list[str]:
    """Over all pages."""
    found = [page(world, only, limit=limit)]
    while found[-1].next_before is not None:
        assert len(found) < 30, "pages go in circles"
        found.append(page(world, only, limit=limit, before=found[-1].next_before))
    return [order.order_id for one in found for order in one.orders]


@pytest.mark.parametrize("limit", [1, 2, 10])
def test_a_customers_orders_are_listed_over_months_and_shards(world: World, limit: int) -> None:
    mine = [placed_by(world, "Ada@Example.com", days_ago=ago) for ago in (60, 31, 30, 2, 1)]
    placed_by(world, "bob@example.com")
    expected = [order.order_id for order in mine[::-1]]
    only = OrderFilter(customer="ada@example.COM")
    assert eventually(lambda: listed(world, only, limit), expected) == expected


def test_a_customer_of_another_tenant_is_nobody_here(world: World) -> None:
    placed_by(world, "ada@example.com")
    eventually(lambda: len(listed(world, OrderFilter(customer="ada@example.com"))), 1)
    found = world.orders(world.other_tenant_id).page(
        limit=5,
        before=None,
        since=SINCE,
        list_shards=3,
        only=OrderFilter(customer="ada@example.com"),
    )
    assert found == OrderPage((), None)


def test_until_is_excluded_and_goes_with_the_page_before(world: World) -> None:
    oldest, middle, newest = (placed_by(world, "a@example.com", days_ago=n) for n in (50, 20, 0))
    everything = [newest.order_id, middle.order_id, oldest.order_id]
    assert eventually(lambda: listed(world, OrderFilter()), everything) == everything
    assert listed(world, OrderFilter(until=newest.created_at), 1) == everything[1:]
    assert listed(world, OrderFilter(until=middle.created_at)) == everything[2:]
    just_after = middle.created_at + timedelta(microseconds=1)
    assert listed(world, OrderFilter(until=just_after)) == everything[1:]
    assert listed(world, OrderFilter(until=SINCE)) == []


@pytest.mark.parametrize("limit", [1, 3])
def test_a_status_is_looked_up_as_it_is_now(world: World, limit: int) -> None:
    orders = [placed_by(world, "a@example.com", days_ago=n) for n in range(6)]
    closing = orders[1::2]
    for order in closing:
        world.orders().commit(a_transition(order, lifecycle=Lifecycle.CLOSING))
    eventually(lambda: len(listed(world, OrderFilter())), 6)
    found = listed(world, OrderFilter(status=OrderStatus.CANCELLING), limit)
    assert found == [order.order_id for order in closing]
    assert len(listed(world, OrderFilter(status=OrderStatus.PENDING), limit)) == 3
    assert listed(world, OrderFilter(status=OrderStatus.DELIVERED), limit) == []


def test_filters_hold_together(world: World) -> None:
    orders = [placed_by(world, "a@example.com", days_ago=n) for n in range(4)]
    placed_by(world, "b@example.com", days_ago=2)
    for order in orders[2:]:
        world.orders().commit(a_transition(order, lifecycle=Lifecycle.CLOSING))
    eventually(lambda: len(listed(world, OrderFilter())), 5)
    only = OrderFilter(
        until=orders[2].created_at, customer="a@example.com", status=OrderStatus.CANCELLING
    )
    assert listed(world, only) == [orders[3].order_id]


def test_months_still_to_come_are_not_looked_through(dynamodb: DynamoWorld) -> None:
    with recorded() as requests:
        page(dynamodb, OrderFilter(until=MOMENT + timedelta(days=36500)), shards=1)
    assert len(requests) <= 4


def test_a_page_that_finds_nothing_of_its_status_ends_and_goes_on(dynamodb: DynamoWorld) -> None:
    """Else one request could read every order a tenant ever had."""
    for number in range(25):
        placed_by(dynamodb, "a@example.com", days_ago=number / 10)
    only = OrderFilter(status=OrderStatus.DELIVERED)
    first = page(dynamodb, only, limit=2)
    assert first.orders == ()
    assert first.next_before is not None
    with recorded() as requests:
        rest = page(dynamodb, only, limit=2, before=first.next_before)
    heads = [
        len(asked["RequestItems"][dynamodb.table.name]["Keys"])
        for operation, asked in requests
        if operation == "BatchGetItem"
    ]
    assert sum(heads) == 5
    assert rest == OrderPage((), None)
