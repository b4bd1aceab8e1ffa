"""Orders that ended long ago: out of the table, into the archive, and back for late news."""

import gzip
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from orderloom import keys
from orderloom.adapters.dynamodb.stored import moment

from orderloom_cli.clients.json_http import JsonObject
from tests.e2e.waiting import eventually
from tests.e2e.wire import Wire
from tests.e2e.world import Merchant, World

_LONG_AGO = 1_600_000_000


class Shelf:
    """One order, as it lies in the table and in the archive."""

    def __init__(self, world: World, merchant: Merchant, order_id: str) -> None:
        self._world = world
        self._head = keys.order(merchant.tenant_id, order_id)
        self._table = world.details.outputs["TableName"]
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
        found = self._world.client("dynamodb").query(
            TableName=self._table,
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": {"S": self._head.pk}},
            ConsistentRead=True,
        )
        return {item["SK"]["S"]: item for item in found["Items"]}

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


@pytest.fixture
def order(world: World, merchant: Merchant) -> JsonObject:
    return delivered(world, merchant)


@pytest.fixture
def shelf(world: World, merchant: Merchant, order: JsonObject) -> Shelf:
    return Shelf(world, merchant, order["id"])


def test_an_order_whose_time_is_over_is_archived_and_reads_as_before(
    merchant: Merchant, order: JsonObject, shelf: Shelf
) -> None:
    retention = int(shelf.items()["ORDER"]["expires_at"]["N"]) - time.time()
    assert 89 < retention / 86_400 < 90
    timeline = merchant.api.timeline(order["id"])
    shelf.make_due()
    assert merchant.api.order(order["id"])["id"] == order["id"]
    cleared(shelf)
    assert [line["record"] for line in shelf.archived()][:3] == ["order", "placed", "event"]
    assert merchant.api.order(order["id"]) == {**order, "archived": True}
    assert merchant.api.timeline(order["id"]) == {**timeline, "archived": True}
    assert order["id"] not in [one["id"] for one in merchant.api.orders()["data"]]


def test_late_news_brings_an_order_back(
    world: World, merchant: Merchant, order: JsonObject, shelf: Shelf
) -> None:
    shelf.make_due()
    cleared(shelf)
    world.simulator.advance_parcel(order["fulfilment"]["tracking_number"], "return_to_sender")
    returning = merchant.until(order["id"], "returning")
    assert (returning["archived"], returning["version"]) == (False, order["version"] + 1)
    assert "expires_at" not in shelf.items()["ORDER"]
    assert merchant.event_types(order["id"])[-1] == "shipment.updated"
    # What came back is not news: nobody starts its saga again.
    started = world.client("stepfunctions").list_executions(
        stateMachineArn=world.details.outputs["StateMachineArn"]
    )["executions"]
    assert [one["name"] for one in started if order["id"] in one["name"]] == [f"{order['id']}-1"]


def test_an_order_that_goes_on_is_put_back(world: World, merchant: Merchant) -> None:
    order = merchant.labelled()
    shelf = Shelf(world, merchant, order["id"])
    shelf.make_due()
    eventually(
        lambda: shelf.items().get("ORDER", {"expires_at": "gone, or not yet gone"}),
        until=lambda head: "expires_at" not in head,
    )
    assert shelf.archived() == []
    assert merchant.status(order["id"]) == "labelled"
    assert order["id"] in [one["id"] for one in merchant.api.orders()["data"]]


def test_an_archiver_that_dies_between_keeping_and_deleting_does_it_again(
    wire: Wire, merchant: Merchant, order: JsonObject, shelf: Shelf
) -> None:
    with wire.refusing("DynamoDB.DeleteItem"):
        shelf.make_due()
        shelf.until(shelf.archived)
        kept = shelf.archived()
        assert "PLACED" in shelf.items()
        assert merchant.api.order(order["id"])["archived"] is True
    cleared(shelf)
    assert shelf.archived() == kept


def test_nothing_is_deleted_while_the_archive_cannot_be_had(
    wire: Wire, world: World, merchant: Merchant, order: JsonObject, shelf: Shelf
) -> None:
    bucket = world.details.outputs["ArchiveBucket"]
    events = len(shelf.items()) - 1
    with wire.refusing(f"PUT /{bucket}/{shelf.key}"):
        shelf.make_due()
        shelf.until(lambda: "ORDER" not in shelf.items())
        assert len(shelf.items()) == events
        assert shelf.archived() == []
    cleared(shelf)
    assert merchant.api.order(order["id"])["archived"] is True
