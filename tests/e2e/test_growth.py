"""Shard counts grow on the deployed stack, with the rights the functions really have."""

from collections.abc import Iterator

import pytest
from orderloom import keys

from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

EAGER = {"ORDERLOOM_RATE_SAMPLE": "1", "ORDERLOOM_ORDERS_PER_LIST_SHARD": "0.01"}
"""Every order counts, and three in a minute call for a fifth shard."""


@pytest.fixture
def eager(world: World) -> Iterator[None]:
    """The relay as an operator may set it to have lists grow early."""
    client = world.client("lambda")
    (relay,) = (
        function
        for page in client.get_paginator("list_functions").paginate()
        for function in page["Functions"]
        if "Relay" in function["FunctionName"]
    )
    before = relay["Environment"]["Variables"]
    configure = client.update_function_configuration
    configure(FunctionName=relay["FunctionName"], Environment={"Variables": before | EAGER})
    yield
    configure(FunctionName=relay["FunctionName"], Environment={"Variables": before})


def list_shards(world: World, tenant_id: str) -> int:
    pk, sk = keys.tenant_profile(tenant_id)
    item = world.client("dynamodb").get_item(
        TableName=world.details.outputs["TableName"],
        Key={"PK": {"S": pk}, "SK": {"S": sk}},
        ConsistentRead=True,
    )["Item"]
    return int(item["order_list_shards"]["N"])


@pytest.mark.usefixtures("eager")
def test_placing_orders_grows_the_list_which_stays_whole(world: World) -> None:
    merchant = world.merchant()
    before = list_shards(world, merchant.tenant_id)
    placed = place_until_grown(world, merchant, before)
    assert listed(merchant) == set(placed)


def place_until_grown(world: World, merchant: Merchant, before: int) -> list[str]:
    """Their ids. However the minute changes between them, three are in one."""
    merchant.api.put_product("pin", {**PIN, "stock": 10})
    placed = [str(merchant.place(sku="pin", quantity=1)["id"]) for _ in range(6)]
    eventually(lambda: list_shards(world, merchant.tenant_id), until=lambda count: count > before)
    return [*placed, str(merchant.place(sku="pin", quantity=1)["id"])]


PIN = {"name": "Pin", "price": 100, "currency": "USD", "weight_grams": 5}


def listed(merchant: Merchant) -> set[str]:
    def page() -> set[str]:
        return {str(order["id"]) for order in merchant.api.orders(limit=100)["data"]}

    return eventually(page, until=lambda ids: len(ids) == 7)
