"""Parcels to be looked after, in memory and in DynamoDB: listed from their label on."""

from datetime import datetime, timedelta

import pytest
from orderloom.adapters.dynamodb.parcels import DynamoParcels
from orderloom.domain.order import Fulfilment
from orderloom.domain.parcel_watch import Watch
from orderloom.domain.states import FulfilmentState as S
from orderloom.domain.transition import EventType
from orderloom.errors import VersionConflict
from orderloom.ports.parcels import ParcelsUnderWay

from tests.builders.transitions import a_transition
from tests.fakes.clock import MOMENT
from tests.fakes.orders import FakeOrders
from tests.fakes.parcels import FakeParcels
from tests.integration.steps import placed_order
from tests.integration.worlds import DynamoWorld, World

SHARDS = 3


@pytest.fixture
def parcels(world: World) -> ParcelsUnderWay:
    if isinstance(world, DynamoWorld):
        return DynamoParcels(world.table, world.tenant_id)
    orders = world.orders()
    assert isinstance(orders, FakeOrders)
    return FakeParcels(orders)


def labelled(world: World, *, shard: int = 0, account: str = "dhl", **due: float) -> Watch:
    """A placed order gets its label, to be looked after so long from now."""
    order = placed_order(world)
    watch = Watch(
        order_id=order.order_id, account=account, shard=shard, due=MOMENT + timedelta(**due)
    )
    fulfilment = Fulfilment(state=S.LABELLED, account=account, tracking_number="T1")
    bought = a_transition(order, EventType.LABEL_PURCHASED, fulfilment=fulfilment)
    world.orders().watch(watch)
    world.orders().commit(bought)
    return watch


def due(parcels: ParcelsUnderWay, by: datetime = MOMENT, limit: int = 10) -> list[Watch]:
    return list(parcels.due("dhl", by, limit=limit, shards=SHARDS))


def test_those_due_are_found_in_all_shards_the_longest_due_first(
    world: World, parcels: ParcelsUnderWay
) -> None:
    late = [labelled(world, hours=-hours, shard=hours % SHARDS) for hours in (2, 5, 3, 1)]
    labelled(world, hours=1)
    labelled(world, hours=-9, account="dhl.second")
    assert due(parcels) == [late[1], late[2], late[0], late[3]]
    assert due(parcels, limit=2) == [late[1], late[2]]


def test_one_that_is_due_this_very_moment_is_due(world: World, parcels: ParcelsUnderWay) -> None:
    watch = labelled(world, hours=0)
    assert due(parcels) == [watch]


def test_what_is_put_off_is_due_later(world: World, parcels: ParcelsUnderWay) -> None:
    watch = labelled(world, hours=-1)
    later = MOMENT + timedelta(hours=6)
    parcels.put_off(watch, later)
    assert due(parcels) == []
    assert due(parcels, later) == [watch.model_copy(update={"due": later})]


def test_what_is_forgotten_is_never_due(world: World, parcels: ParcelsUnderWay) -> None:
    parcels.forget(labelled(world, hours=-1))
    assert due(parcels, MOMENT + timedelta(days=900)) == []


def test_of_two_that_look_after_a_parcel_one_is_refused(
    world: World, parcels: ParcelsUnderWay
) -> None:
    watch = labelled(world, hours=-1)
    parcels.put_off(watch, MOMENT + timedelta(hours=6))
    with pytest.raises(VersionConflict):
        parcels.put_off(watch, MOMENT + timedelta(hours=1))
    with pytest.raises(VersionConflict):
        parcels.forget(watch)
    assert len(due(parcels, MOMENT + timedelta(hours=6))) == 1
