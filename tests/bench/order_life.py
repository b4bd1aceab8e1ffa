"""One order's way on a deployed stack, from its placing to its delivery; a stack warmed for it."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from orderloom import keys

from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

USUAL_WAY = ("in_transit", "in_transit", "out_for_delivery", "delivered")
"""Picked up, at a hub (which says nothing new), in the van, there: as docs/cost.md describes it."""

EVENTFUL_WAY = ("in_transit", "out_for_delivery", "available_for_pickup", "delivered")
"""Each moves the parcel on."""

_NONE: dict[str, Any] = {"M": {}}
_HITS_OF_A_WHILE = 2000
_SENT_AT_ONCE, _SENT_TO_EACH = 6, 5


def live(
    world: World, merchant: Merchant, way: tuple[str, ...] = USUAL_WAY
) -> Iterator[tuple[str, str]]:
    """Phase and order after each stretch of its way; each scan is a stretch of `tracking`.

    Watched in the table, past the recording proxy: looking on is none of an order's cost.
    """
    order_id = str(merchant.place(quantity=1)["id"])
    key = keys.order(merchant.tenant_id, order_id)

    def head() -> dict[str, Any]:
        answer = world.client("dynamodb").get_item(
            TableName=world.details.outputs["TableName"],
            Key={"PK": {"S": key.pk}, "SK": {"S": key.sk}},
            ConsistentRead=True,
        )
        found: dict[str, Any] = answer["Item"]
        return found

    waiting = eventually(head, until=lambda item: "intent_id" in item["payment"]["M"])
    yield "placing", order_id
    world.confirm(merchant, waiting["payment"]["M"]["intent_id"]["S"])
    labelled = eventually(
        head, until=lambda item: "tracking_number" in item.get("fulfilment", _NONE)["M"]
    )
    eventually(lambda: world.execution(order_id)["status"], until=lambda s: s == "SUCCEEDED")
    yield "paying", order_id
    number = labelled["fulfilment"]["M"]["tracking_number"]["S"]
    for scan in way:
        before = _told(world, key.pk)
        world.simulator.advance_parcel(number, scan)
        eventually(lambda: _told(world, key.pk), until=lambda it, was=before: it != was)  # type: ignore[misc]
        yield "tracking", order_id


def warm(world: World, merchant: Merchant) -> None:
    """Functions, caches and sessions are warm, the account was called lately.

    And the signing secret has been in use for a while: a new one's first hits are counted one by
    one (services/count_hits.py).
    """
    deque(live(world, merchant, EVENTFUL_WAY))  # two scans alike in a second are one event
    table = world.details.outputs["TableName"]
    client = world.client("dynamodb")
    found = client.query(
        TableName=table,
        KeyConditionExpression="PK = :pk",
        ExpressionAttributeValues={
            ":pk": {"S": keys.secret_hits_partition(merchant.tenant_id, "stripe")}
        },
    )
    for item in found["Items"]:
        client.update_item(
            TableName=table,
            Key={name: item[name] for name in ("PK", "SK")},
            UpdateExpression="ADD counted :more",
            ExpressionAttributeValues={":more": {"N": str(_HITS_OF_A_WHILE)}},
        )
    with ThreadPoolExecutor(_SENT_AT_ONCE) as pool:  # each environment counts by itself
        list(pool.map(lambda _: _hit(world, merchant), range(_SENT_TO_EACH * _SENT_AT_ONCE)))
    deque(live(world, merchant, EVENTFUL_WAY))


def _hit(world: World, merchant: Merchant) -> None:
    """A webhook nobody acts on."""
    event = {"id": f"evt_{uuid4().hex}", "object": "event", "type": "price.created", "created": 1}
    body, headers = world.signed(merchant, {**event, "data": {"object": {}}})
    world.door.post("stripe", merchant.tenant_id, body, headers)


def _told(world: World, partition: str) -> tuple[int, str]:
    """Changes with each scan: the head's version, or the number of notes beside it."""
    answer = world.client("dynamodb").query(
        TableName=world.details.outputs["TableName"],
        KeyConditionExpression="PK = :pk",
        ExpressionAttributeValues={":pk": {"S": partition}},
        ConsistentRead=True,
    )
    (head,) = (item for item in answer["Items"] if item["SK"]["S"] == "ORDER")
    return int(answer["Count"]), str(head["version"]["N"])
