"""From the label to the delivery, told by webhooks or asked for, at five carriers.

ShipStation's parcels are in test_parcels_out_of_order.py.
"""

import json

import pytest

from orderloom_cli.clients.json_http import JsonObject
from tests.e2e.carrier_desk import CarrierDesk
from tests.e2e.waiting import eventually
from tests.e2e.world import World


@pytest.fixture(scope="module")
def desk(world: World) -> CarrierDesk:
    return CarrierDesk.opened(world)


def attention(desk: CarrierDesk, order: JsonObject) -> JsonObject | None:
    found: JsonObject | None = desk.merchant.api.order(order["id"])["attention"]
    return found


def test_fedex_signs_its_webhooks_and_gives_its_numbers_out_again(desk: CarrierDesk) -> None:
    order = desk.sent("fedex")
    for scan, status in (("in_transit", "shipped"), ("delivered", "delivered")):
        desk.scan("fedex", order, scan)
        desk.merchant.until(order["id"], status)
    desk.last_moved(order, days=61)
    desk.scan("fedex", order, "return_to_sender")
    assert desk.told(order, 3)[-1]["type"] == "provider_event.noted"
    assert desk.merchant.status(order["id"]) == "delivered"
    heir = desk.sent("fedex", order["fulfilment"]["tracking_number"])
    desk.scan("fedex", heir, "in_transit")
    desk.merchant.until(heir["id"], "shipped")
    assert len(desk.told(order, 3)) == 3


def test_ups_is_asked_about_what_anybody_could_have_sent(desk: CarrierDesk, world: World) -> None:
    order = desk.sent("ups")
    forged = {
        "trackingNumber": order["fulfilment"]["tracking_number"],
        "activityStatus": {"type": "D", "code": "FS", "description": "DELIVERED"},
    }
    known = {"User-Agent": "UPSPubSubTrackingService", "credential": desk.secret("ups")}
    body = json.dumps(forged).encode()
    refused = world.door.post(
        "ups", desk.merchant.tenant_id, body, {**known, "credential": "guessed"}
    )
    assert refused.status == 400
    assert world.door.post("ups", desk.merchant.tenant_id, body, known).status == 200
    assert desk.told(order, 1)[0]["type"] == "provider_event.noted"
    assert desk.merchant.status(order["id"]) == "labelled"
    desk.scan("ups", order, "in_transit")  # v1: UPS says so when it is asked
    desk.merchant.until(order["id"], "shipped")
    desk.hook("ups", client_id="the-shop")
    desk.scan("ups", order, "delivered")  # v2: UPS logged in before
    desk.merchant.until(order["id"], "delivered")


def test_shiprocket_is_asked_too(desk: CarrierDesk) -> None:
    order = desk.sent("shiprocket")
    for scan, status in (("in_transit", "shipped"), ("delivered", "delivered")):
        desk.scan("shiprocket", order, scan)
        desk.merchant.until(order["id"], status)


def test_usps_tells_nothing_by_itself(desk: CarrierDesk) -> None:
    order = desk.sent("usps")
    for scan, status in (("in_transit", "shipped"), ("delivered", "delivered")):
        desk.scan("usps", order, scan)
        desk.look("usps", order)
        desk.merchant.until(order["id"], status)
    asked = desk.told(order, 2)[-1]["provider_event"]
    assert (asked["provider"], asked["swept"]) == ("usps", True)


def test_a_silent_parcel_of_dhl_is_a_task_until_it_is_scanned(desk: CarrierDesk) -> None:
    order = desk.sent("dhl")
    desk.last_moved(order, days=4)
    desk.look("dhl", order)
    task = eventually(lambda: attention(desk, order), until=bool)
    assert task is not None
    assert task["kind"] == "parcel_not_scanned"
    assert order["fulfilment"]["tracking_number"] in task["detail"]
    desk.scan("dhl", order, "in_transit")
    desk.look("dhl", order)
    assert desk.merchant.until(order["id"], "shipped")["attention"] is None
    desk.scan("dhl", order, "delivered")
    desk.look("dhl", order)
    desk.merchant.until(order["id"], "delivered")
    assert desk.merchant.event_types(order["id"]).count("task.opened") == 1
