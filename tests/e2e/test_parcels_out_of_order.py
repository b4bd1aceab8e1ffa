"""Scans that come too early, too late, or again: cases 12 to 15, with ShipStation."""

import pytest

from orderloom_cli.clients.json_http import JsonObject
from tests.e2e.command_line import CommandLine
from tests.e2e.dead_letters import GIVEN_UP_SECONDS, letters, replay
from tests.e2e.test_dead_letters import set_currency
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World


@pytest.fixture
def cli(world: World, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine.of(world, capsys)


def hold(world: World, merchant: Merchant) -> None:
    """The carrier keeps its webhooks back until they are released."""
    world.rule(
        target="webhook",
        provider="shipstation",
        account=merchant.shipstation_key,
        event_types=["TRACK_EVENT_V2"],
        action="hold",
    )


def hold_no_more(world: World) -> None:
    """What it has kept back stays so."""
    world.simulator.http.call("DELETE", "/faults")


def release(world: World) -> int:
    return len(world.simulator.http.call("POST", "/release", {"order": "held"})["released"])


def scanned(world: World, order: JsonObject, *scans: str) -> None:
    for scan in scans:
        world.simulator.advance_parcel(order["fulfilment"]["tracking_number"], scan)


def tracked(merchant: Merchant, order: JsonObject, count: int) -> list[JsonObject]:
    """All the scans on the order's timeline, once there are so many."""
    return eventually(
        lambda: [e for e in merchant.events(order["id"]) if "description" in e["data"]],
        until=lambda found: len(found) == count,
    )


def test_case_12_a_delivery_ahead_of_all_other_scans_is_taken(
    world: World, merchant: Merchant
) -> None:
    """The earlier scans then only complete the timeline."""
    order = merchant.labelled()
    hold(world, merchant)
    scanned(world, order, "in_transit", "out_for_delivery")
    hold_no_more(world)
    scanned(world, order, "delivered")
    merchant.until(order["id"], "delivered")
    assert release(world) == 2
    scans = tracked(merchant, order, 3)
    kinds = [scan["type"] for scan in scans]
    assert kinds == ["shipment.updated", "provider_event.noted", "provider_event.noted"]
    assert merchant.status(order["id"]) == "delivered"
    numbers = {scan["data"]["tracking_number"] for scan in scans}
    assert numbers == {order["fulfilment"]["tracking_number"]}


def test_case_13_a_scan_after_the_delivery_is_only_written_down(
    world: World, merchant: Merchant
) -> None:
    order = merchant.labelled()
    hold(world, merchant)
    scanned(world, order, "in_transit")
    hold_no_more(world)
    scanned(world, order, "delivered")
    merchant.until(order["id"], "delivered")
    assert release(world) == 1
    kinds = [scan["type"] for scan in tracked(merchant, order, 2)]
    assert kinds == ["shipment.updated", "provider_event.noted"]
    assert merchant.status(order["id"]) == "delivered"


def test_case_14_a_return_follows_a_delivery(world: World, merchant: Merchant) -> None:
    order = merchant.labelled()
    for scan, status in (("delivered", "delivered"), ("return_to_sender", "returning")):
        scanned(world, order, scan)
        merchant.until(order["id"], status)


def test_case_15_an_old_event_replayed_from_the_dead_letters_changes_nothing(
    cli: CommandLine, world: World, merchant: Merchant
) -> None:
    """It meets the same guards as a new one, and what became of it is on record."""
    order = merchant.labelled()
    set_currency(world, merchant, order["id"], None)
    scanned(world, order, "in_transit")
    eventually(
        lambda: letters(cli, "inbound", merchant.tenant_id),
        until=lambda found: len(found) == 1,
        seconds=GIVEN_UP_SECONDS,
    )
    set_currency(world, merchant, order["id"], "USD")
    scanned(world, order, "delivered")
    delivered = merchant.until(order["id"], "delivered")
    (replayed,) = replay(cli, "inbound", merchant.tenant_id)
    assert replayed["outcome"] == "replayed"
    last = tracked(merchant, order, 2)[-1]
    assert (last["type"], last["provider_event"]["replayed"]) == ("provider_event.noted", True)
    assert merchant.api.order(order["id"]) == delivered
