"""No carrier's outage stops an order: the others sell, and what waited is sent afterwards."""

import pytest

from tests.e2e.command_line import CommandLine
from tests.e2e.depot import RATES, Depot
from tests.e2e.waiting import eventually
from tests.e2e.world import World

SLOW_SECONDS = 10
WAITING = 4
MORE_THAN_AN_OUTAGE = 5
"""Times that carriers are asked before a person is."""


def test_one_is_down_one_is_slow_one_has_enough_and_the_order_ships(world: World) -> None:
    depot = Depot(world, "fedex", "ups", "fedex.second")
    depot.down("fedex")
    depot.fault("ups", RATES["ups"], "delay_response", seconds=SLOW_SECONDS)
    depot.fault("shipstation", RATES["shipstation"], "status", status=429)
    order = depot.ended(depot.paid())
    assert order["status"] == "labelled", order
    bought = depot.told(order["id"], "label.purchased")
    assert bought["account"] == "fedex.second"
    assert {one["account"] for one in bought["alternatives"]} == {"fedex.second"}
    assert bought["passed_over"]["ups"] == "no answer in 2 s"
    assert "503" in bought["passed_over"]["fedex"]
    assert "too many calls" in bought["passed_over"]["shipstation"]
    assert depot.sold() == {order["id"]: 1}


def test_all_are_down_and_what_waited_is_drained(world: World) -> None:
    depot = Depot(world, "fedex", "ups")
    rules = depot.down("fedex", "ups", "shipstation")
    waiting = [depot.paid() for _ in range(WAITING)]
    for order_id in waiting:
        order = depot.ended(order_id)
        assert order["status"] == "manual_required"
        assert order["attention"]["kind"] == "manual_shipping"
        reasons = depot.told(order_id, "shipment.manual_required")["reasons"]
        assert set(reasons) == {"fedex", "ups", "shipstation"}
    depot.mended(*rules)
    shipped = 0
    while shipped < WAITING:  # whoever comes while a circuit is still open waits as before
        drain = depot.drained()
        assert drain["state"] == "done", drain
        assert drain["left"] == drain["queued"] == 0
        assert drain["shipped"] + drain["failed"] == WAITING - shipped
        shipped += drain["shipped"]
    for order_id in waiting:
        assert depot.merchant.status(order_id) == "labelled"
    assert depot.sold() == dict.fromkeys(waiting, 1)


def test_more_parcels_than_calls_wait_for_their_turn_and_for_nobody(world: World) -> None:
    depot = Depot(world)
    full = depot.fault("shipstation", RATES["shipstation"], "status", status=429)
    order_id = depot.paid()
    eventually(lambda: depot.hits(full), until=lambda times: times > MORE_THAN_AN_OUTAGE)
    assert depot.merchant.status(order_id) == "paid"
    depot.mended(full)
    assert depot.ended(order_id)["status"] == "labelled"


def test_one_switch_has_all_parcels_sent_by_hand(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    """Set and taken back by the command line, which then drains what waited."""
    depot, line = Depot(world), CommandLine.of(world, capsys)
    tenant_id = depot.merchant.tenant_id
    line.ok("shipping", "switch", "manual")
    try:
        order = depot.ended(depot.paid())
        while order["status"] == "labelled":  # by a function that has not heard of it yet
            order = depot.ended(depot.paid())
        refused = line.refused("shipping", "drain", tenant=tenant_id)
    finally:
        line.ok("shipping", "switch", "automatic")
    assert refused[1]["status"] == 409
    assert "for all merchants" in order["attention"]["detail"]
    while line.exit_code("shipping", "drain", tenant=tenant_id) != 0:
        pass
    assert depot.merchant.status(order["id"]) == "labelled"
    assert depot.sold()[order["id"]] == 1
