"""Orders whose retention is over, as they lie in a table and in the archive."""

import gzip
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from orderloom import keys
from orderloom.adapters.dynamodb.stored import moment
from orderloom.domain.placement import POOLED

from orderloom_cli.clients.json_http import JsonObject
from tests.e2e.moving import office_of
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

_LONG_AGO = 1_600_000_000
_NOT_ARCHIVED = {"TRY#LABEL", "WATCH"}
"""They go by a time to live of their own, which costs nothing (docs/data-model.md)."""


class Shelf:
    """One order, in the table of its tenant's home and in the archive."""

    def __init__(self, world: World, merchant: Merchant, order_id: str, home: str = POOLED) -> None:
        self._world = world
        self._head = keys.order(merchant.tenant_id, order_id)
        self._table = office_of(world.details).homes[home]
        watermark = keys.stock_watermark(merchant.tenant_id)
        self._counted: Any = {
            "PK": {"S": watermark.pk},
            "SK": {"S": watermark.sk},
            "through": {"S": moment(datetime.now(UTC))},
        }
        self._bucket = world.details.outputs["ArchiveBucket"]
        month = time.strftime("%Y-%m", time.gmtime())
        self.key = f"tenant={merchant.tenant_id}/month={month}/{order_id}.jsonl.gz"

    def items(self) -> dict[str, JsonObject]:
        """Of the order itself, by sort key."""
        found = self._world.client("dynamodb").query(
            TableName=self._table,
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": {"S": self._head.pk}},
            ConsistentRead=True,
        )
        by_sort = {item["SK"]["S"]: item for item in found["Items"]}
        return {sort: item for sort, item in by_sort.items() if sort not in _NOT_ARCHIVED}

    def make_due(self, expires_at: int = _LONG_AGO) -> None:
        """As if its retention were over: the emulator's time to live does the rest.

        And as if its stock had been reconciled, which happens a day after an order is placed.
        """
        self._world.client("dynamodb").put_item(TableName=self._table, Item=self._counted)
        self._world.client("dynamodb").update_item(
            TableName=self._table,
            Key={"PK": {"S": self._head.pk}, "SK": {"S": self._head.sk}},
            UpdateExpression="SET expires_at = :at",
            ConditionExpression="attribute_exists(PK)",
            ExpressionAttributeValues={":at": {"N": str(expires_at)}},
        )

    def archived(self) -> list[JsonObject]:
        """The lines of its object; none yet: []."""
        listed = self._world.client("s3").list_objects_v2(Bucket=self._bucket, Prefix=self.key)
        if not listed.get("KeyCount"):
            return []
        kept: Any = self._world.client("s3").get_object(Bucket=self._bucket, Key=self.key)
        return [json.loads(line) for line in gzip.decompress(kept["Body"].read()).splitlines()]

    def versions(self) -> int:
        """Of its object, deletion marks included."""
        listed = self._world.client("s3").list_object_versions(Bucket=self._bucket, Prefix=self.key)
        return len(listed.get("Versions", [])) + len(listed.get("DeleteMarkers", []))

    def until(self, look: Callable[[], object]) -> None:
        eventually(look, until=bool)


def delivered(world: World, merchant: Merchant) -> JsonObject:
    order = merchant.labelled()
    world.simulator.advance_parcel(order["fulfilment"]["tracking_number"], "delivered")
    merchant.until(order["id"], "delivered")
    settled: JsonObject = eventually(
        lambda: merchant.api.order(order["id"]),
        until=lambda _: len(merchant.events(order["id"])) >= 6,
    )
    return settled


def cleared(shelf: Shelf) -> None:
    shelf.until(lambda: not shelf.items())
