"""Unclaimed webhooks, one behaviour for the fake and for DynamoDB."""

import pytest
from orderloom.adapters.dynamodb.unclaimed import DynamoUnclaimedEvents
from orderloom.errors import CorruptRecord
from orderloom.ports.unclaimed import UnclaimedEvents

from tests.builders.inbound import an_unclaimed
from tests.fakes.unclaimed import FakeUnclaimed
from tests.integration.worlds import DynamoWorld, World


@pytest.fixture
def unclaimed(world: World) -> UnclaimedEvents:
    if isinstance(world, DynamoWorld):
        return DynamoUnclaimedEvents(world.table, world.tenant_id, world.clock)
    return FakeUnclaimed(world.tenant_id)


def test_the_newest_come_first_and_each_once(unclaimed: UnclaimedEvents) -> None:
    events = [an_unclaimed(unclaimed.tenant_id, number) for number in range(3)]
    for event in (*events, *events):
        unclaimed.write(event)
    assert unclaimed.newest(9) == events[::-1]
    assert unclaimed.newest(2) == [events[2], events[1]]


def test_nothing_of_another_tenant_is_written(unclaimed: UnclaimedEvents) -> None:
    with pytest.raises(CorruptRecord):
        unclaimed.write(an_unclaimed("rival", 1))
    assert unclaimed.newest(1) == []
