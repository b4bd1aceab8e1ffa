"""What failed is found, previewed and replayed, and only then forgotten."""

from typing import Any

import pytest
from orderloom import keys

from tests.e2e.command_line import CommandLine
from tests.e2e.dead_letters import GIVEN_UP_SECONDS, letters, purge, replay
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World


@pytest.fixture
def cli(world: World, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine.of(world, capsys)


def set_currency(world: World, merchant: Merchant, order_id: str, value: str | None) -> None:
    """What no API allows: changing an order's item by hand."""
    key = keys.order(merchant.tenant_id, order_id)
    change: dict[str, Any] = {"UpdateExpression": "REMOVE currency"}
    if value is not None:
        change = {
            "UpdateExpression": "SET currency = :value",
            "ExpressionAttributeValues": {":value": {"S": value}},
        }
    world.client("dynamodb").update_item(
        TableName=world.details.outputs["TableName"],
        Key={"PK": {"S": key.pk}, "SK": {"S": key.sk}},
        **change,
    )


def test_every_queue_of_the_stack_has_its_place(cli: CommandLine) -> None:
    listed = cli.ok("dlq", "list")
    sources = {source for queue in listed["queues"] for source in queue["source"]}
    assert len(listed["queues"]) == 10
    assert {"inbound queue", "workflow queue"} <= sources


def test_a_poison_message_is_found_previewed_and_replayed(
    cli: CommandLine, world: World, merchant: Merchant
) -> None:
    order = merchant.labelled()
    set_currency(world, merchant, order["id"], None)
    world.simulator.advance_parcel(order["fulfilment"]["tracking_number"], "in_transit")
    (letter,) = eventually(
        lambda: letters(cli, "inbound", merchant.tenant_id),
        until=lambda found: len(found) == 1,
        seconds=GIVEN_UP_SECONDS,
    )
    assert letter["provider"] == "shipstation"
    assert letter["receive_count"] >= 3

    for _ in range(2):
        (preview,) = replay(cli, "inbound", merchant.tenant_id, "--dry-run")
        assert preview["outcome"] == "would_replay"
    assert len(letters(cli, "inbound", merchant.tenant_id)) == 1

    set_currency(world, merchant, order["id"], "USD")
    (replayed,) = replay(cli, "inbound", merchant.tenant_id)
    assert replayed["outcome"] == "replayed"
    merchant.until(order["id"], "shipped")
    (shipped,) = [
        event for event in merchant.events(order["id"]) if event["type"] == "shipment.updated"
    ]
    assert shipped["provider_event"]["replayed"] is True
    assert letters(cli, "inbound", merchant.tenant_id) == []
    assert cli.ok("dlq", "replay", tenant=merchant.tenant_id)["messages"] == []


def test_what_cannot_be_used_is_purged_only_on_confirmation(
    cli: CommandLine, world: World, merchant: Merchant
) -> None:
    world.client("sqs").send_message(
        QueueUrl=world.details.outputs["WorkflowQueueUrl"],
        MessageBody="no reaction",
        MessageAttributes={"tenant_id": {"DataType": "String", "StringValue": merchant.tenant_id}},
        MessageGroupId=merchant.tenant_id,
    )
    eventually(
        lambda: letters(cli, "workflow", merchant.tenant_id),
        until=lambda found: len(found) == 1,
        seconds=GIVEN_UP_SECONDS,
    )
    assert cli.exit_code("dlq", "purge", "--queue", "workflow", tenant=merchant.tenant_id) != 0
    assert len(letters(cli, "workflow", merchant.tenant_id)) == 1
    (purged,) = purge(cli, "workflow", merchant.tenant_id)
    assert purged["outcome"] == "deleted"
    assert letters(cli, "workflow", merchant.tenant_id) == []
