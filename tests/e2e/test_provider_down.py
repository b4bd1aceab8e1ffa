"""A payment provider's outage: orders wait, few calls are made, then all are asked for once."""

import json
from typing import Any

from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

ORDERS = 10
LONG_SECONDS = 150.0


def outage(world: World, merchant: Merchant) -> str:
    return world.rule(
        target="api",
        provider="stripe",
        account=merchant.stripe_key,
        method="POST",
        path="^/v1/payment_intents$",
        action="status",
        status=503,
    )


def calls(world: World, rule: str) -> int:
    """How often the provider was called in vain."""
    rules: list[dict[str, Any]] = world.simulator.http.get("/faults")["faults"]
    (found,) = (each for each in rules if each["id"] == rule)
    return int(found["hits"])


def test_orders_wait_for_their_provider_and_are_paid_once(world: World) -> None:
    merchant = world.merchant()
    # All are shipped at once, and this is not about carriers, which may be slow then.
    world.operator.set_shipping(merchant.tenant_id, {"deadline_ms": 8000})
    rule = outage(world, merchant)
    orders = [str(merchant.place(quantity=1)["id"]) for _ in range(ORDERS)]

    def told() -> list[str]:
        return [o for o in orders if "payment.delayed" in merchant.event_types(o)]

    eventually(told, until=lambda found: len(found) == ORDERS, seconds=LONG_SECONDS)
    for order_id in orders:
        order = merchant.api.order(order_id)
        assert (order["status"], order["payment"]["state"]) == ("payment_pending", "none")
        assert order["payment"]["delayed_since"] is not None
        assert merchant.event_types(order_id).count("payment.delayed") == 1
    # Five failures in a row open the circuit in each of at most four environments; then one call
    # is tried every three seconds.
    in_vain = calls(world, rule)
    assert in_vain < 5 * ORDERS
    world.simulator.http.call("DELETE", f"/faults/{rule}")
    for order_id in orders:
        eventually(
            lambda order_id=order_id: merchant.api.order(order_id)["payment"],  # type: ignore[misc]
            until=lambda payment: payment["client_secret"] is not None,
            seconds=LONG_SECONDS,
        )
        assert merchant.api.order(order_id)["payment"]["delayed_since"] is None
        merchant.pay(order_id)
    for order_id in orders:
        merchant.until(order_id, "labelled", seconds=LONG_SECONDS)
    books = world.books(merchant)
    assert (books["intents"]["count"], books["charges"]["count"]) == (ORDERS, ORDERS)
    assert books["sums"]["net"] == {"usd": 2100 * ORDERS}


def test_the_outage_of_one_account_is_no_other_merchants(world: World) -> None:
    down, well = world.merchant(), world.merchant()
    rule = outage(world, down)
    waiting = str(down.place(quantity=1)["id"])
    well.labelled()
    assert down.status(waiting) == "payment_pending"
    down.api.cancel(waiting)
    world.simulator.http.call("DELETE", f"/faults/{rule}")
    down.until(waiting, "cancelled", seconds=LONG_SECONDS)
    assert down.stock() == 10
    assert world.books(down)["sums"]["captured"] == {}


def test_a_refund_outlasts_the_outage_and_is_sent_once_without_an_operator(world: World) -> None:
    """Longer than a message may fail: three deliveries, each of which tries twice."""
    merchant = world.merchant()
    order_id = str(merchant.labelled(quantity=1)["id"])
    rule = world.rule(
        target="api",
        provider="stripe",
        account=merchant.stripe_key,
        method="POST",
        path="^/v1/refunds$",
        action="status",
        status=503,
    )
    asked = {"amount": 700, "currency": "USD"}
    merchant.api.refund(order_id, asked, idempotency_key="long-outage")
    eventually(lambda: calls(world, rule), until=lambda hits: hits > 8, seconds=LONG_SECONDS)
    queue_url = world.details.outputs["WorkflowQueueUrl"]
    policy = world.client("sqs").get_queue_attributes(
        QueueUrl=queue_url, AttributeNames=["RedrivePolicy"]
    )["Attributes"]["RedrivePolicy"]
    name = json.loads(policy)["deadLetterTargetArn"].rpartition(":")[2]
    dead = world.client("sqs").get_queue_url(QueueName=name)["QueueUrl"]
    bodies = (
        world.client("sqs").receive_message(QueueUrl=dead, VisibilityTimeout=0).get("Messages", [])
    )
    assert not [each for each in bodies if order_id in each["Body"]]
    world.simulator.http.call("DELETE", f"/faults/{rule}")
    payment = eventually(
        lambda: merchant.api.order(order_id)["payment"],
        until=lambda found: found["refunded"] == 700,
        seconds=LONG_SECONDS,
    )
    assert payment["state"] == "part_refunded"
    assert world.books(merchant)["refunds"]["count"] == 1
