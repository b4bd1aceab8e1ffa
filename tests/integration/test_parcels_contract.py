"""Parcels to be looked after, in memory and in DynamoDB: listed while they are on their way."""

from datetime import datetime, timedelta

import pytest
from orderloom.adapters.dynamodb.parcels import DynamoParcels
from orderloom.domain.order import Fulfilment, Order, Watch
from orderloom.domain.order import FulfilmentState as S
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


def labelled(world: World, *, due: timedelta, shard: int = 0, account: str = "dhl") -> Order:
    """A placed order with a label, to be looked after `due` from now."""
    order = placed_order(world)
    fulfilment = Fulfilment(
        state=S.LABELLED,
        account=account,
        tracking_number="T1",
        moved_at=MOMENT,
        watch=Watch(at=MOMENT + due, shard=shard),
    )
    bought = a_transition(order, EventType.LABEL_PURCHASED, fulfilment=fulfilment)
    world.orders().commit(bought)
    return bought.order


def due(parcels: ParcelsUnderWay, by: datetime = MOMENT, limit: int = 10) -> list[str]:
    return list(parcels.due("dhl", by, limit=limit, shards=SHARDS))


def test_those_due_are_found_in_all_shards_the_longest_due_first(
    world: World, parcels: ParcelsUnderWay
) -> None:
    late = [
        labelled(world, due=timedelta(hours=-hours), shard=hours % SHARDS).order_id
        for hours in (2, 5, 3, 1)
    ]
    labelled(world, due=timedelta(hours=1))
    labelled(world, due=timedelta(hours=-9), account="dhl.second")
    assert due(parcels) == [late[1], late[2], late[0], late[3]]
    assert due(parcels, limit=2) == [late[1], late[2]]


def test_one_that_is_due_this_very_moment_is_due(world: World, parcels: ParcelsUnderWay) -> None:
    order = labelled(world, due=timedelta(0))
    assert due(parcels) == [order.order_id]


def test_looking_again_later_is_no_new_version(world: World, parcels: ParcelsUnderWay) -> None:
    order = labelled(world, due=timedelta(hours=-1))
    parcels.look_again(order, MOMENT + timedelta(hours=6))
    assert due(parcels) == []
    assert due(parcels, MOMENT + timedelta(hours=6)) == [order.order_id]
    kept = world.orders().get(order.order_id)
    assert kept.version == order.version
    parcels.look_again(kept, None)
    assert due(parcels, MOMENT + timedelta(days=900)) == []


@pytest.mark.parametrize("state", [S.DELIVERED, S.RETURNED, S.VOIDED])
def test_a_parcel_that_is_not_under_way_is_off_the_list(
    world: World, parcels: ParcelsUnderWay, state: S
) -> None:
    order = labelled(world, due=timedelta(hours=-1))
    ended = order.fulfilment.model_copy(update={"state": state})
    world.orders().commit(a_transition(order, EventType.SHIPMENT_UPDATED, fulfilment=ended))
    assert due(parcels) == []


def test_an_order_that_changed_meanwhile_is_not_put_off(
    world: World, parcels: ParcelsUnderWay
) -> None:
    order = labelled(world, due=timedelta(hours=-1))
    moved = order.fulfilment.model_copy(update={"state": S.SHIPPED})
    world.orders().commit(a_transition(order, EventType.SHIPMENT_UPDATED, fulfilment=moved))
    with pytest.raises(VersionConflict):
        parcels.look_again(order, MOMENT + timedelta(hours=6))
    assert world.orders().get(order.order_id).fulfilment.state is S.SHIPPED
    assert due(parcels) == [order.order_id]
