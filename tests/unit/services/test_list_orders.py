"""Pages, filters, and what a cursor is good for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from orderloom.domain.order import Order
from orderloom.domain.status import OrderStatus
from orderloom.errors import InvalidRequest
from orderloom.ports.orders import EVERY_ORDER, OrderFilter
from orderloom.services.list_orders import ListOrders

from tests.unit.http.client import RIVAL, Client
from tests.unit.http.memory import NOW

MOMENT = NOW + timedelta(seconds=30)


def lister(client: Client, tenant_id: str = "acme") -> ListOrders:
    container = client.container
    return ListOrders(
        orders=container.orders(tenant_id), tenants=container.tenants, cursors=container.cursors
    )


@pytest.fixture
def client() -> Client:
    """A shop with four orders."""
    client = Client()
    for number in range(4):
        client.order(key=f"key-{number}")
    return client


def followed(listed: ListOrders, limit: int, **filters: Any) -> list[Order]:
    seen: list[Order] = []
    cursor = None
    while True:
        page = listed(limit=limit, cursor=cursor, **filters)
        assert len(page.orders) <= limit
        seen += page.orders
        cursor = page.next_cursor
        if cursor is None:
            return seen


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_following_cursors_shows_every_order_once(client: Client, limit: int) -> None:
    seen = followed(lister(client), limit)
    assert len({order.order_id for order in seen}) == 4
    assert [order.created_at for order in seen] == sorted(
        (order.created_at for order in seen), reverse=True
    )


def test_from_is_included_and_until_is_not(client: Client) -> None:
    _newest, second, third, _oldest = followed(lister(client), 4)
    only = OrderFilter(until=second.created_at)
    assert followed(lister(client), 1, since=third.created_at, only=only) == [third]


def test_a_time_range_that_ends_before_it_begins_is_refused(client: Client) -> None:
    with pytest.raises(InvalidRequest) as raised:
        lister(client)(limit=1, cursor=None, since=MOMENT, only=OrderFilter(until=MOMENT))
    assert raised.value.field == "created_from"


def test_the_beginning_of_time_is_no_reason_to_look_before_the_tenant_was(client: Client) -> None:
    assert len(followed(lister(client), 4, since=datetime(1, 1, 1, tzinfo=UTC))) == 4


@pytest.mark.parametrize(
    "other",
    [
        {"since": MOMENT},
        {"only": OrderFilter(until=MOMENT)},
        {"only": OrderFilter(customer="ada@example.org")},
        {"only": OrderFilter(status=OrderStatus.PAID)},
    ],
    ids=str,
)
def test_a_cursor_is_good_for_the_list_it_was_made_for(
    client: Client, other: dict[str, Any]
) -> None:
    listed = lister(client)
    cursor = listed(limit=1, cursor=None, only=EVERY_ORDER).next_cursor
    assert listed(limit=2, cursor=cursor).orders
    with pytest.raises(InvalidRequest) as raised:
        listed(limit=1, cursor=cursor, **other)
    assert raised.value.field == "cursor"


def test_a_cursor_of_another_tenant_is_refused(client: Client) -> None:
    cursor = lister(client)(limit=1, cursor=None).next_cursor
    with pytest.raises(InvalidRequest):
        lister(client, RIVAL["tenant_id"])(limit=1, cursor=cursor)
