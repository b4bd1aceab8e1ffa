"""`payment_intent.succeeded` before the order knows its payment: parked, woken, paid."""

from typing import Any

from orderloom import keys

from orderloom_cli.clients.shopper import GOOD_CARD
from orderloom_cli.demo.orders import place, until_labelled
from orderloom_cli.demo.stage import Stage
from orderloom_cli.demo.world import World, expect
from orderloom_cli.local_file import LocalTenant

# Stripe has made the intent, but its answer takes this long: time for the webhook to win.
_ANSWER_LATE_SECONDS = 5.0


def early_webhook(world: World, stage: Stage, tenant: LocalTenant) -> None:
    account = tenant.stripe_api_key
    world.simulator.delay_answers(
        "stripe", account, "^/v1/payment_intents$", seconds=_ANSWER_LATE_SECONDS, times=1
    )
    order_id = place(world, tenant, sku="TEA-250", quantity=1, name="demo-early")["id"]
    intent_id = _intent_of(world, account, order_id)
    world.stripe(tenant).confirm(intent_id, GOOD_CARD)
    stage.fact(f"{intent_id} is paid while Stripe's answer to the order is still on its way")
    world.until(
        lambda: _parked(world, tenant, intent_id),
        lambda count: count > 0,
        expected="the webhook to be parked",
    )
    payment = world.shop(tenant).order(order_id)["payment"]
    expect(payment["intent_id"] is None, "an order without a payment yet", payment["intent_id"])
    stage.fact("its webhook came before the order knew the payment: parked")
    order = until_labelled(world, tenant, order_id)
    expect(order["payment"]["state"] == "paid", "a paid order", order["payment"]["state"])
    left = _parked(world, tenant, intent_id)
    expect(left == 0, "no parked event left", left)
    stage.fact(f"the order asked for its payment, the event was woken: {order_id} is paid")


def _intent_of(world: World, account: str, order_id: str) -> str:
    def look() -> list[dict[str, Any]]:
        intents = world.simulator.books()["stripe"][account]["intents"]["items"]
        return [each for each in intents if order_id in each["metadata"].values()]

    found = world.until(look, bool, expected="Stripe to hold a payment intent for the order")
    return str(found[0]["id"])


def _parked(world: World, tenant: LocalTenant, intent_id: str) -> int:
    answer = world.deployment.aws.dynamodb.query(
        TableName=world.deployment.output("TableName"),
        KeyConditionExpression="PK = :partition",
        ExpressionAttributeValues={
            ":partition": {"S": keys.parked_partition(tenant.id, "stripe", intent_id)}
        },
        Select="COUNT",
        ConsistentRead=True,
    )
    return answer["Count"]
