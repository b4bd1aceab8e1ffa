"""Steps that many of these tests begin with."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from orderloom.domain.order import Order

from tests.builders.catalogue import a_product, levels
from tests.builders.orders import a_placed, an_idempotency_record, an_order
from tests.fakes.clock import MOMENT
from tests.integration.worlds import World

T = TypeVar("T")


def placed_order(
    world: World, *, created_at: datetime = MOMENT, list_shards: int = 4, tenant_id: str = ""
) -> Order:
    """An order of the world's tenant, just placed."""
    owner = tenant_id or world.tenant_id
    order = an_order(tenant_id=owner, created_at=created_at)
    world.orders(owner).place(
        order,
        a_placed(order),
        list_shards=list_shards,
        idempotency=an_idempotency_record(order),
    )
    return order


def stocked(world: World, sku: str, *units: int) -> None:
    """A product whose counters hold `units`."""
    product = a_product(sku, shards=len(units))
    world.catalogue().save(product, seen=(), levels=levels(sku, *units))


def units_left(world: World, sku: str, shards: int) -> list[int]:
    return [level.available for level in world.catalogue().levels({sku: shards})]


def eventually(read: Callable[[], T], expected: T) -> T:
    """Indexes lag behind their table: read until it is as expected, for a second."""
    deadline = time.monotonic() + 1
    while (found := read()) != expected and time.monotonic() < deadline:
        time.sleep(0.05)
    return found
