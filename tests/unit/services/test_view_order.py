"""Reading an order and its timeline."""

import pytest
from orderloom.domain.transition import EventType
from orderloom.errors import NotFound
from orderloom.services.view_order import ViewOrder

from tests.unit.http.client import Client


def a_view(client: Client, tenant_id: str) -> ViewOrder:
    container = client.container
    return ViewOrder(orders=container.orders(tenant_id), archive=container.archive(tenant_id))


def test_the_view_joins_what_it_is_with_what_was_ordered() -> None:
    client = Client()
    order_id = client.order().json["id"]
    view = a_view(client, "acme")
    assert view(order_id).order.order_id == view(order_id).placed.order_id == order_id
    assert [event.type for event in view.timeline(order_id).events] == [EventType.ORDER_PLACED]


def test_another_tenants_order_does_not_exist() -> None:
    client = Client()
    order_id = client.order().json["id"]
    view = a_view(client, "rival")
    with pytest.raises(NotFound):
        view(order_id)
    with pytest.raises(NotFound):
        view.timeline(order_id)
