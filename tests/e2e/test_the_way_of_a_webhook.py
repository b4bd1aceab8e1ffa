"""The door for webhooks: what it takes, what it refuses, and what that costs."""

import json
from typing import Any

import pytest

from tests.e2e.waiting import eventually
from tests.e2e.wire import Wire
from tests.e2e.world import Merchant, World

UNKNOWN_TYPE: dict[str, Any] = {
    "id": "evt_unknown",
    "object": "event",
    "type": "customer.tax_id.updated",
    "created": 1,
    "data": {"object": {"id": "txi_1"}},
}
SEND = "AmazonSQS.SendMessage"


def problem(body: bytes) -> str:
    """The slug of a problem document."""
    document = json.loads(body)
    assert set(document) == {"type", "title", "status", "detail"}
    return str(document["type"]).rpartition(":")[2]


def test_a_warm_acknowledgement_makes_exactly_one_aws_call(
    world: World, merchant: Merchant, wire: Wire
) -> None:
    body, headers = world.signed(merchant, UNKNOWN_TYPE)
    assert world.door.post("stripe", merchant.tenant_id, body, headers).status == 200
    with wire.recording() as calls:
        for _ in range(5):
            reply = world.door.post("stripe", merchant.tenant_id, body, headers)
            assert (reply.status, json.loads(reply.body)) == (
                200,
                {"received": True, "event_id": "evt_unknown"},
            )
    sends = [call for call in calls if call.operation == SEND]
    door = {call.access_key for call in sends}
    assert len(door) == 1
    assert [call.operation for call in calls if call.access_key in door] == [SEND] * 5
    sent = sends[0].body
    assert sent["MessageBody"].encode() == body
    assert sent["MessageGroupId"] == merchant.tenant_id


# The request takes its time, and what is from the future comes nearer meanwhile.
@pytest.mark.parametrize("offset", [-301, 300 + 60])
def test_a_stale_or_future_signature_is_refused(
    world: World, merchant: Merchant, offset: int
) -> None:
    body, headers = world.signed(merchant, UNKNOWN_TYPE, offset_seconds=offset)
    reply = world.door.post("stripe", merchant.tenant_id, body, headers)
    assert reply.status == 400
    assert reply.headers["content-type"] == "application/problem+json"


def test_one_changed_byte_is_refused(world: World, merchant: Merchant) -> None:
    body, headers = world.signed(merchant, UNKNOWN_TYPE)
    reply = world.door.post("stripe", merchant.tenant_id, body.replace(b"txi_1", b"txi_2"), headers)
    assert reply.status == 400


def test_another_merchants_signature_is_refused(world: World, merchant: Merchant) -> None:
    body, headers = world.signed(world.merchant(), UNKNOWN_TYPE)
    assert world.door.post("stripe", merchant.tenant_id, body, headers).status == 400


def test_a_signed_body_that_is_no_json_is_refused(world: World, merchant: Merchant) -> None:
    headers = world.simulator.sign("stripe", merchant.stripe_key, "not json")
    reply = world.door.post("stripe", merchant.tenant_id, b"not json", headers)
    assert reply.status == 400


def test_a_forged_carrier_event_is_refused(world: World, merchant: Merchant) -> None:
    headers = world.simulator.sign("shipstation", merchant.shipstation_key, "{}")
    reply = world.door.post("shipstation", merchant.tenant_id, b'{"a":1}', headers)
    assert reply.status == 400


@pytest.mark.parametrize(
    ("provider", "tenant"),
    [("paypal", None), ("stripe", "nobody-here"), ("stripe", "a%23b"), ("stripe", "A_B")],
)
def test_unknown_providers_and_tenants_look_the_same(
    world: World, merchant: Merchant, provider: str, tenant: str | None
) -> None:
    body, headers = world.signed(merchant, UNKNOWN_TYPE)
    reply = world.door.post(provider, tenant or merchant.tenant_id, body, headers)
    assert (reply.status, problem(reply.body)) == (404, "not-found")


def test_a_body_over_the_limit_is_refused(world: World, merchant: Merchant) -> None:
    body, headers = world.signed(merchant, {**UNKNOWN_TYPE, "padding": "x" * 262_144})
    assert world.door.post("stripe", merchant.tenant_id, body, headers).status == 413


def test_a_body_just_below_the_limit_is_taken(world: World, merchant: Merchant) -> None:
    body, headers = world.signed(merchant, {**UNKNOWN_TYPE, "padding": "x" * 261_000})
    assert world.door.post("stripe", merchant.tenant_id, body, headers).status == 200


def test_a_body_that_arrives_base64_encoded_verifies(world: World, merchant: Merchant) -> None:
    """API Gateway encodes bodies of content types that are no text."""
    body, headers = world.signed(merchant, {**UNKNOWN_TYPE, "name": "Zoë"})
    headers["Content-Type"] = "application/octet-stream"
    assert world.door.post("stripe", merchant.tenant_id, body, headers).status == 200


def test_a_queue_that_cannot_take_it_is_a_503(world: World, merchant: Merchant, wire: Wire) -> None:
    body, headers = world.signed(merchant, UNKNOWN_TYPE)
    with wire.refusing(SEND):
        reply = world.door.post("stripe", merchant.tenant_id, body, headers)
    assert reply.status == 503
    assert int(reply.headers["retry-after"]) > 0


def test_three_deliveries_have_one_effect(world: World, merchant: Merchant) -> None:
    order_id = merchant.labelled()["id"]
    (captured,) = [e for e in merchant.events(order_id) if e["type"] == "payment.captured"]
    event_id = captured["provider_event"]["event_id"]
    before = merchant.api.order(order_id)["version"]
    world.simulator.redeliver(event_id, times=2)
    eventually(
        lambda: [d["status"] for d in world.simulator.deliveries(event_id)],
        until=lambda statuses: statuses == [200, 200, 200],
    )
    world.simulator.advance_parcel(
        merchant.api.order(order_id)["fulfilment"]["tracking_number"], "delivered"
    )
    delivered = merchant.until(order_id, "delivered")
    assert delivered["version"] == before + 1
    assert merchant.event_types(order_id).count("payment.captured") == 1
    assert world.books(merchant)["charges"]["count"] == 1


def test_an_unknown_type_leaves_no_trace_but_a_metric(
    world: World, merchant: Merchant, wire: Wire
) -> None:
    body, headers = world.signed(merchant, UNKNOWN_TYPE)
    with wire.recording() as calls:
        assert world.door.post("stripe", merchant.tenant_id, body, headers).status == 200
        inbound = world.details.outputs["InboundQueueUrl"]
        eventually(lambda: world.messages_in(inbound), until=lambda left: left == 0)
    writes = [call for call in calls if call.operation.startswith("DynamoDB.Transact")]
    assert not [call for call in writes if f"T#{merchant.tenant_id}#" in json.dumps(call.body)]
