"""Sixty-four buyers, three stock counters, too little stock: all of it is sold, and no more.

`ORDERLOOM_PROOF=full` runs fifty rounds of each; otherwise one is run.
"""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from orderloom.adapters.dynamodb.catalogue_mapping import product_record, stock_record
from orderloom.domain.catalogue import Product, ShardLevel

from tests.e2e.waiting import eventually
from tests.e2e.wire import Wire
from tests.e2e.world import Merchant, World, an_order
from tests.fakes.clock import MOMENT

ROUNDS = 50 if os.environ.get("ORDERLOOM_PROOF") == "full" else 1
BUYERS = 64
EACH_WANTS = 2
COUNTERS = (15, 13, 12)
"""Odd numbers: the last units can only be sold to who gathers them from two counters."""

STOCK = sum(COUNTERS)
CRASHES = 12
_AT_THE_DOOR = 8
"""Requests at once: for each the emulator starts two processes. The orders then race in sagas."""
_ROUND_SECONDS = 180
_SETTLED = {"payment_pending", "cancelled"}


def is_a_reservation(operation: str, parameters: dict[str, Any]) -> bool:
    return operation == "DynamoDB.TransactWriteItems" and any(
        "Update" in step and step["Update"]["Key"]["SK"] == {"S": "STOCK"}
        for step in parameters["TransactItems"]
    )


class Sale:
    """A SKU on three counters, and everyone who wants it."""

    def __init__(self, world: World, merchant: Merchant, sku: str) -> None:
        self.merchant, self.sku = merchant, sku
        self._table = world.details.outputs["TableName"]
        self._dynamodb = world.client("dynamodb")
        self._stock_up()

    def buy(self) -> list[str]:
        """Every buyer orders; ids of the orders that were taken."""
        with ThreadPoolExecutor(_AT_THE_DOOR) as pool:
            return [order_id for order_id in pool.map(self._order, range(BUYERS)) if order_id]

    def settled(self, order_ids: list[str]) -> dict[str, str]:
        """The status of each order once none is on its way any more."""
        return eventually(
            lambda: {order_id: self.merchant.status(order_id) for order_id in order_ids},
            until=lambda statuses: set(statuses.values()) <= _SETTLED,
            seconds=_ROUND_SECONDS,
        )

    def counters(self) -> list[int]:
        keys = [
            stock_record(self.merchant.tenant_id, level).key for level in self._levels(COUNTERS)
        ]
        found = [
            self._dynamodb.get_item(
                TableName=self._table,
                Key={"PK": {"S": key.pk}, "SK": {"S": key.sk}},
                ConsistentRead=True,
            )
            for key in keys
        ]
        return [int(answer["Item"]["available"]["N"]) for answer in found]

    def _order(self, number: int) -> str | None:
        reply = self.merchant.api.http.raw(
            "POST",
            "/v1/orders",
            json.dumps(an_order(sku=self.sku, quantity=EACH_WANTS)).encode(),
            {"Content-Type": "application/json", "Idempotency-Key": f"{self.sku}-{number}"},
        )
        assert reply.status in {201, 409}, reply.body
        return str(json.loads(reply.body)["id"]) if reply.status == 201 else None

    def _stock_up(self) -> None:
        product = Product(
            sku=self.sku,
            name="Bowl",
            price=900,
            currency="USD",
            weight_grams=500,
            shards=len(COUNTERS),
            version=1,
            updated_at=MOMENT,
        )
        tenant_id = self.merchant.tenant_id
        records = [stock_record(tenant_id, level) for level in self._levels(COUNTERS)]
        for record in (product_record(tenant_id, product), *records):
            self._dynamodb.put_item(TableName=self._table, Item=record.serialize())

    def _levels(self, units: tuple[int, ...]) -> list[ShardLevel]:
        return [ShardLevel(sku=self.sku, shard=n, available=left) for n, left in enumerate(units)]


def sold_out_exactly(sale: Sale) -> None:
    """One round: buy, count, cancel, and find every unit again."""
    taken = sale.buy()
    statuses = sale.settled(taken)
    winners = [order_id for order_id, status in statuses.items() if status == "payment_pending"]
    assert len(winners) == STOCK // EACH_WANTS, statuses
    assert sale.counters() == [0, 0, 0]
    for order_id in set(statuses) - set(winners):
        assert sale.merchant.api.order(order_id)["close_reason"] == "out_of_stock"
    with ThreadPoolExecutor(_AT_THE_DOOR) as pool:
        list(pool.map(sale.merchant.api.cancel, winners))
    assert set(sale.settled(winners).values()) == {"cancelled"}
    assert sum(sale.counters()) == STOCK


@pytest.mark.parametrize("number", range(ROUNDS))
def test_what_is_there_is_sold_and_nothing_else(
    world: World, merchant: Merchant, number: int
) -> None:
    sold_out_exactly(Sale(world, merchant, f"bowl-{number}"))


@pytest.mark.parametrize("takes_effect", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("number", range(ROUNDS))
def test_reserving_functions_that_die_oversell_and_strand_nothing(
    world: World, merchant: Merchant, wire: Wire, *, number: int, takes_effect: bool
) -> None:
    """They die just before the commit, or just after it without hearing of it."""
    sale = Sale(world, merchant, f"bowl-{number}")
    with wire.crashing(is_a_reservation, takes_effect=takes_effect, times=CRASHES) as crash:
        sold_out_exactly(sale)
    assert crash.happened == CRASHES
