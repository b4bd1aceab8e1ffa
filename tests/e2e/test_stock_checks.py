"""The hourly reconciliation on the deployed stack, and stock from the command line."""

import json

import pytest
from orderloom import keys

from tests.e2e.command_line import CommandLine
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World


@pytest.fixture
def cli(world: World, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine.of(world, capsys)


def lose_one(world: World, merchant: Merchant) -> None:
    """Somebody changes a counter by hand."""
    key = keys.stock(merchant.tenant_id, "mug", 0)
    world.client("dynamodb").update_item(
        TableName=world.details.outputs["TableName"],
        Key={"PK": {"S": key.pk}, "SK": {"S": key.sk}},
        UpdateExpression="ADD available :lost",
        ExpressionAttributeValues={":lost": {"N": "-1"}},
    )


def test_the_hours_signal_mends_what_does_not_add_up(world: World, merchant: Merchant) -> None:
    merchant.payable(merchant.place()["id"])
    assert merchant.stock() == 8
    lose_one(world, merchant)
    world.client("sqs").send_message(
        QueueUrl=world.details.outputs["StockChecksQueueUrl"],
        MessageBody=json.dumps({"kind": "check_everybody"}),
    )
    eventually(merchant.stock, until=lambda units: units == 8, seconds=120)


def test_an_operator_looks_mends_and_grows(
    world: World, merchant: Merchant, cli: CommandLine
) -> None:
    tenant = merchant.tenant_id
    merchant.payable(merchant.place()["id"])
    assert cli.ok("stock", "reconcile", tenant=tenant)["drifts"] == []
    lose_one(world, merchant)
    code, error = cli.refused("stock", "reconcile", "--dry-run", tenant=tenant)
    assert (code, error["kind"]) == (1, "drift")
    assert merchant.stock() == 7
    (drift,) = cli.ok("stock", "reconcile", "--repair", tenant=tenant)["drifts"]
    assert (drift["sku"], drift["reserved"], drift["drift"], drift["left"]) == ("mug", 2, -1, 0)
    grown = cli.ok("stock", "grow", "mug", "--shards", "6", tenant=tenant)
    assert (grown["grown"], grown["even"]) == (True, True)
    assert len(cli.ok("stock", "show", "mug", tenant=tenant)["counters"]) == 6
    assert cli.ok("stock", "rebalance", "mug", tenant=tenant)["moved"] == 0
    assert merchant.stock() == 8
