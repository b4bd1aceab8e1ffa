"""Orders that expire while their merchant moves, and in a table of its own."""

from orderloom.domain.placement import POOLED

from tests.e2e.moving import items_in, mover, whereabouts
from tests.e2e.shelf import Shelf, cleared, delivered
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

MOVE_SECONDS = 240.0
SILO = "silo-a"


def heads_of(world: World, home: str, merchant: Merchant) -> list[str]:
    items = items_in(world, home, merchant.tenant_id)
    return [item["order_id"]["S"] for item in items if item["SK"]["S"] == "ORDER"]


def test_nothing_is_lost_or_comes_twice_when_a_merchant_moves(
    world: World, merchant: Merchant
) -> None:
    """One order expires before the copy, one in both tables while they are compared or about."""
    orders = [delivered(world, merchant) for _ in range(3)]
    early, during, late = (order["id"] for order in orders)
    timelines = {order["id"]: merchant.api.timeline(order["id"])["events"] for order in orders}
    moving = mover(world, merchant.tenant_id, to=SILO)
    Shelf(world, merchant, early).make_due()
    eventually(
        lambda: heads_of(world, SILO, merchant),
        until=lambda heads: during in heads,
        seconds=MOVE_SECONDS,
    )
    # First the copy, then the original.
    Shelf(world, merchant, during, home=SILO).make_due()
    Shelf(world, merchant, during).make_due()
    moving.join(MOVE_SECONDS)
    assert (moving.exitcode, whereabouts(world, merchant.tenant_id).home) == (0, SILO)
    for order_id in (early, during):
        cleared(Shelf(world, merchant, order_id, home=SILO))
    assert heads_of(world, SILO, merchant) == [late]

    shelf = Shelf(world, merchant, late, home=SILO)
    shelf.make_due()
    cleared(shelf)
    for order in orders:
        assert merchant.api.order(order["id"]) == {**order, "archived": True}
        assert merchant.api.timeline(order["id"])["events"] == timelines[order["id"]]

    world.simulator.advance_parcel(orders[2]["fulfilment"]["tracking_number"], "return_to_sender")
    assert merchant.until(late, "returning")["archived"] is False
    assert heads_of(world, SILO, merchant) == [late]
    assert items_in(world, POOLED, merchant.tenant_id) == []
