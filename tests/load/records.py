"""What became of everything that was sent, from the records: the table and the queues.

The load generator's own notes say only what it sent and which answers it got.
"""

import json
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

from orderloom import keys

from tests.e2e.world import Merchant, World

PROVIDER, CARRIER = "stripe", "shipstation"


@dataclass(frozen=True)
class Sent:
    """By name, of one kind: what was sent, and what was acknowledged."""

    sent: frozenset[str]
    acknowledged: frozenset[str]


@dataclass(frozen=True)
class Verdict:
    """`lost` was acknowledged and is nowhere; `explained` waits where a person can see it."""

    kind: str
    sent: int
    acknowledged: int
    applied: int
    explained: int
    lost: tuple[str, ...]

    @property
    def line(self) -> str:
        return (
            f"{self.kind}: {self.sent} sent, {self.acknowledged} acknowledged = "
            f"{self.applied} applied + {self.explained} explained, {len(self.lost)} lost"
        )


def sent(file: Path, kind: str) -> Sent:
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    mine = [line for line in lines if line["kind"] == kind]
    taken = frozenset(line["id"] for line in mine if line["status"] in {200, 201})
    return Sent(frozenset(line["id"] for line in mine), taken)


def verdict(
    kind: str, told: Sent, applied: AbstractSet[str], explained: AbstractSet[str]
) -> Verdict:
    """What was refused was not acknowledged, and so is nobody's loss; it counts as sent."""
    found = told.acknowledged & applied
    waiting = (told.acknowledged - applied) & explained
    lost = tuple(sorted(told.acknowledged - applied - explained))
    return Verdict(kind, len(told.sent), len(told.acknowledged), len(found), len(waiting), lost)


def items(world: World, partition: str) -> Iterator[dict[str, Any]]:
    pages = _table(world).get_paginator("query")
    for page in pages.paginate(
        TableName=world.details.outputs["TableName"],
        KeyConditionExpression="PK = :pk",
        ExpressionAttributeValues={":pk": {"S": partition}},
        ConsistentRead=True,
    ):
        yield from page["Items"]


@cache
def _table(world: World) -> Any:
    """Made once: a client costs more than many calls."""
    return world.client("dynamodb")


def events_on_record(world: World, merchant: Merchant, order_id: str, provider: str) -> set[str]:
    """Ids of a provider's events on an order's record: each is there once, or not at all."""
    mine = f"{keys.EVENT_PREFIX}{provider}#"
    partition = keys.order_partition(merchant.tenant_id, order_id)
    sort_keys = (item["SK"]["S"] for item in items(world, partition))
    return {sk.removeprefix(mine) for sk in sort_keys if sk.startswith(mine)}


def numbered(made: Sequence[str], on_record: int) -> set[str]:
    """Of events whose records have ids of their own: as many as there are records."""
    return set(made[:on_record])


def head(world: World, tenant_id: str, order_id: str) -> dict[str, Any] | None:
    key = keys.order(tenant_id, order_id)
    answer = _table(world).get_item(
        TableName=world.details.outputs["TableName"],
        Key={"PK": {"S": key.pk}, "SK": {"S": key.sk}},
        ConsistentRead=True,
    )
    found: dict[str, Any] | None = answer.get("Item")
    return found


def delays(world: World, tenant_id: str, order_ids: frozenset[str]) -> list[float]:
    """Seconds from an order's placing until its payment was asked for, by its own timeline."""
    found = []
    for order_id in order_ids:
        at = {}
        for item in items(world, keys.order_partition(tenant_id, order_id)):
            moment = item.get("recorded_at", item.get("placed_at"))
            if moment and "type" in item:
                at[item["type"]["S"]] = datetime.fromisoformat(moment["S"])
        if "payment.requested" in at:
            found.append((at["payment.requested"] - at["order.placed"]).total_seconds())
    return found


def middle(seconds: list[float]) -> float:
    return median(seconds) if seconds else float("nan")


def dead_letters(world: World) -> set[str]:
    """Event ids of webhooks in dead-letter queues, which an operator sees and replays."""
    client, found = world.client("sqs"), set()
    for url in client.list_queues().get("QueueUrls", []):
        if "dead" not in url.lower() and "dlq" not in url.lower():
            continue
        while messages := client.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["event_id"]
        ).get("Messages"):
            for message in messages:
                named = message.get("MessageAttributes", {}).get("event_id", {})
                found.add(named.get("StringValue", ""))
    return found
