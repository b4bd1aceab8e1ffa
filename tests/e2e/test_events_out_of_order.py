"""Webhooks that come too early, too late, or the wrong way round."""

from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World


def hold(world: World, merchant: Merchant, *event_types: str) -> None:
    """The simulator keeps these webhooks back until they are released."""
    provider, account = (
        ("stripe", merchant.stripe_key)
        if event_types[0] != "TRACK_EVENT_V2"
        else ("shipstation", merchant.shipstation_key)
    )
    world.rule(
        target="webhook",
        provider=provider,
        account=account,
        event_types=list(event_types),
        action="hold",
    )


def release(world: World, *, order: str = "held") -> int:
    return len(world.simulator.http.call("POST", "/release", {"order": order})["released"])


def test_a_payment_ahead_of_its_order_is_parked_and_woken(world: World, merchant: Merchant) -> None:
    """The intent exists and is paid while its creation has not been answered yet."""
    world.simulator.delay_answers(
        "stripe", merchant.stripe_key, "^/v1/payment_intents$", seconds=4, times=1
    )
    order_id = merchant.place()["id"]
    (intent,) = eventually(
        lambda: (
            world.simulator.books()["stripe"]
            .get(merchant.stripe_key, {})
            .get("intents", {})
            .get("items", [])
        ),
        until=lambda items: len(items) == 1,
    )
    world.confirm(merchant, intent["id"])
    parked = eventually(
        lambda: world.parked(merchant.tenant_id, intent["id"]), until=lambda items: len(items) > 0
    )
    assert parked
    assert merchant.api.order(order_id)["payment"]["state"] == "none"
    merchant.until(order_id, "labelled")
    assert world.parked(merchant.tenant_id, intent["id"]) == []
    assert merchant.event_types(order_id).count("payment.captured") == 1


def test_money_that_came_before_the_cancel_was_heard_goes_back(
    world: World, merchant: Merchant
) -> None:
    hold(world, merchant, "payment_intent.succeeded")
    order_id = merchant.place()["id"]
    merchant.pay(order_id)
    merchant.api.cancel(order_id)
    order = merchant.until(order_id, "cancelled")
    assert order["payment"]["state"] == "refunded"
    assert world.books(merchant)["sums"]["net"] == {"usd": 0}
    assert merchant.stock() == 10
    assert release(world) == 1
    eventually(
        lambda: merchant.event_types(order_id),
        until=lambda kinds: kinds[-1] == "provider_event.noted",
    )
    assert merchant.status(order_id) == "cancelled"
    assert world.books(merchant)["refunds"]["count"] == 1


def test_a_decline_told_of_after_the_payment_changes_nothing(world: World) -> None:
    patient = world.merchant(max_payment_attempts=2)
    hold(world, patient, "payment_intent.payment_failed")
    order_id = patient.place()["id"]
    patient.pay_declined(order_id, "pm_card_chargeDeclined")
    patient.pay(order_id)
    patient.until(order_id, "labelled")
    assert release(world) == 1
    eventually(
        lambda: patient.event_types(order_id),
        until=lambda kinds: "provider_event.noted" in kinds,
    )
    assert patient.api.order(order_id)["payment"]["state"] == "paid"


def test_scans_in_reverse_end_in_delivered(world: World, merchant: Merchant) -> None:
    order = merchant.labelled()
    hold(world, merchant, "TRACK_EVENT_V2")
    for scan in ("in_transit", "out_for_delivery", "delivered"):
        world.simulator.advance_parcel(order["fulfilment"]["tracking_number"], scan)
    assert release(world, order="reverse") == 3
    events = eventually(
        lambda: [e for e in merchant.events(order["id"]) if "tracking_number" in e["data"]],
        until=lambda found: len(found) == 3,
    )
    assert merchant.status(order["id"]) == "delivered"
    assert {event["data"]["tracking_number"] for event in events} == {
        order["fulfilment"]["tracking_number"]
    }


def test_a_return_follows_a_delivery(world: World, merchant: Merchant) -> None:
    order = merchant.labelled()
    for scan, status in (("delivered", "delivered"), ("return_to_sender", "returning")):
        world.simulator.advance_parcel(order["fulfilment"]["tracking_number"], scan)
        merchant.until(order["id"], status)


def test_money_of_another_amount_goes_to_a_person(world: World, merchant: Merchant) -> None:
    order_id = merchant.place()["id"]
    intent_id = merchant.payable(order_id)["payment"]["intent_id"]
    event = {
        "id": "evt_short",
        "object": "event",
        "type": "payment_intent.succeeded",
        "created": 1_795_000_000,
        "data": {
            "object": {
                "id": intent_id,
                "object": "payment_intent",
                "amount_received": 1,
                "currency": "usd",
                "metadata": {"order_id": order_id, "tenant_id": merchant.tenant_id},
            }
        },
    }
    body, headers = world.signed(merchant, event)
    assert world.door.post("stripe", merchant.tenant_id, body, headers).status == 200
    order = merchant.until(order_id, "in_review")
    assert order["attention"]["kind"] == "payment_review"
