"""A webhook that was accepted and whose order never came ends in the operators' list."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from orderloom.adapters.dynamodb.waiting_mapping import PARKED_FOR, parked_record

from tests.builders.inbound import a_parked_event
from tests.e2e.command_line import CommandLine
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World


@pytest.fixture
def cli(world: World, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine.of(world, capsys)


def test_it_is_told_of_without_its_body(world: World, merchant: Merchant, cli: CommandLine) -> None:
    came = datetime.fromtimestamp(time.time(), UTC) - PARKED_FOR - timedelta(minutes=1)
    parked = a_parked_event("evt_late", "pi_late", tenant_id=merchant.tenant_id, received_at=came)
    item = parked_record(parked, came).to_dynamodb_dict()
    table = world.details.outputs["TableName"]
    world.client("dynamodb").put_item(TableName=table, Item=item)
    told = eventually(
        lambda: cli.ok("tenants", "unclaimed", merchant.tenant_id)["data"], until=bool
    )
    assert told == [
        {
            "provider": "stripe",
            "event_id": "evt_late",
            "object_id": "pi_late",
            "received_at": told[0]["received_at"],
        }
    ]
    assert datetime.fromisoformat(told[0]["received_at"]) == came
