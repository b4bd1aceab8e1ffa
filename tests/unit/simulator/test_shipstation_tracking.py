import base64

import jwt
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.unit.simulator.clients import Shipper
from tests.unit.simulator.harness import Harness, Received

HOOK = {"event": "track", "url": "http://shop/track"}


def verify(sim: Harness, hook: Received, body: bytes) -> None:
    """Raises InvalidSignature unless the published key signed `timestamp.body`."""
    jwks = jwt.PyJWKSet.from_dict(sim.call("GET", "/shipstation/jwks").json())
    key = jwks[hook.headers["x-shipengine-rsa-sha256-key-id"]].key
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(
        base64.b64decode(hook.headers["x-shipengine-rsa-sha256-signature"]),
        hook.headers["x-shipengine-timestamp"].encode() + b"." + body,
        padding.PKCS1v15(),
        hashes.SHA256(),
    )


def test_a_track_webhook_carries_a_verifiable_signature(sim: Harness, shipper: Shipper) -> None:
    shipper.call("POST", "environment/webhooks", json=HOOK)
    shipper.advance(shipper.buy()["label_id"], status="in_transit")
    hook = sim.sink.received[0]

    verify(sim, hook, hook.body)
    with pytest.raises(InvalidSignature):
        verify(sim, hook, hook.body + b" ")
    assert hook.headers["x-shipengine-timestamp"] == "2027-01-15T08:00:00Z"


def test_signed_on_demand_for_any_body(sim: Harness) -> None:
    command = {
        "provider": "shipstation",
        "account": "any",
        "body": "{}",
        "timestamp_offset_seconds": -600,
    }
    headers = sim.control("POST", "/sign", json=command)["headers"]

    assert headers["x-shipengine-timestamp"] == "2027-01-15T07:50:00Z"
    verify(sim, Received("", b"{}", headers), b"{}")


def test_a_journey_is_told_scan_by_scan(sim: Harness, shipper: Shipper) -> None:
    shipper.call("POST", "environment/webhooks", json=HOOK)
    label = shipper.buy()
    assert shipper.call("GET", f"labels/{label['label_id']}/track").json()["status_code"] == "NY"
    for status in ("accepted", "in_transit", "out_for_delivery", "delivered"):
        sim.advance(3600)
        shipper.advance(label["tracking_number"], status=status)

    payloads = [hook.json for hook in sim.sink.received]
    assert [payload["data"]["status_code"] for payload in payloads] == ["AC", "IT", "IT", "DE"]
    assert {payload["resource_type"] for payload in payloads} == {"API_TRACK"}
    assert payloads[-1]["data"]["label_url"].endswith(f"/shipstation/v2/labels/{label['label_id']}")
    tracked = shipper.call("GET", f"labels/{label['label_id']}/track").json()
    assert [scan["status_code"] for scan in tracked["events"]] == ["DE", "IT", "IT", "AC"]
    assert tracked["actual_delivery_date"] == tracked["events"][0]["occurred_at"]
    document = shipper.call("GET", f"labels/{label['label_id']}").json()
    assert document["tracking_status"] == "delivered"


def test_of_scans_in_one_second_the_later_recorded_is_the_newer(shipper: Shipper) -> None:
    label = shipper.buy()
    for status in ("in_transit", "delivered"):
        shipper.advance(label["tracking_number"], status=status)
    track = shipper.call("GET", f"labels/{label['label_id']}/track").json()
    assert track["status_code"] == "DE"
    assert [scan["status_code"] for scan in track["events"]] == ["DE", "IT"]


def test_a_late_scan_does_not_undo_a_delivery(shipper: Shipper) -> None:
    label = shipper.buy()["label_id"]
    shipper.advance(label, status="delivered")
    event = shipper.advance(
        label, status="in_transit", occurred_at="2027-01-14T12:00:00Z", description="Hub"
    )

    assert event["data"]["status_code"] == "DE"
    assert event["data"]["events"][-1]["description"] == "Hub"


@pytest.mark.parametrize(
    ("status", "detail"),
    [("exception", "UNSPECIFIED_EXCEPTION"), ("return_to_sender", "RETURN_TO_SENDER")],
)
def test_trouble_has_its_own_detail(shipper: Shipper, status: str, detail: str) -> None:
    event = shipper.advance(shipper.buy()["label_id"], status=status, description="Storm")

    assert event["data"]["status_code"] == "EX"
    assert event["data"]["status_detail_code"] == detail
    assert event["data"]["exception_description"] == "Storm"


def test_the_newer_subscription_gets_the_newer_form(sim: Harness, shipper: Shipper) -> None:
    hook = {**HOOK, "event": "track_event_v2", "headers": [{"key": "x-own", "value": "1"}]}
    shipper.call("POST", "environment/webhooks", json=hook)
    event = shipper.advance(shipper.buy()["label_id"], status="delivered")

    received = sim.sink.received[0]
    assert received.json["resource_type"] == "TRACK_EVENT_V2"
    assert received.headers["x-own"] == "1"
    log = sim.control("GET", "/deliveries", params={"event_id": event["event_id"]})
    assert [entry["status"] for entry in log["deliveries"]] == [200]


def test_two_retries_two_hours_apart(sim: Harness, shipper: Shipper) -> None:
    shipper.call("POST", "environment/webhooks", json=HOOK)
    sim.sink.statuses = [500, 500, 500]
    shipper.advance(shipper.buy()["label_id"], status="delivered")
    for _ in range(4):
        sim.advance(7200)

    assert len(sim.sink.received) == 3


def test_subscriptions_are_listed_changed_and_ended(shipper: Shipper) -> None:
    created = shipper.call("POST", "environment/webhooks", json=HOOK).json()
    path = f"environment/webhooks/{created['webhook_id']}"

    assert shipper.call("POST", "environment/webhooks", json=HOOK).status_code == 409
    assert shipper.call("PUT", path, json={"url": "http://shop/new"}).status_code == 204
    listed = shipper.call("GET", "environment/webhooks").json()
    assert [hook["url"] for hook in listed] == ["http://shop/new"]
    assert shipper.call("DELETE", path).status_code == 204
    assert shipper.call("GET", path).status_code == 404


def test_a_voided_label_does_not_travel(sim: Harness, shipper: Shipper) -> None:
    label = shipper.buy()["label_id"]
    shipper.call("PUT", f"labels/{label}/void")
    path = f"/_control/shipstation/labels/{label}/advance"

    assert sim.call("POST", path, json={"status": "delivered"}).status_code == 409
    assert sim.call("POST", path, json={"status": "lost"}).status_code == 422
