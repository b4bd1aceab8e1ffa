"""Drains and the orders they are for, one behaviour for the fake and for DynamoDB."""

from datetime import timedelta

import pytest
from orderloom import keys
from orderloom.adapters.dynamodb.account_health import DynamoAccountHealth
from orderloom.adapters.dynamodb.breaker_store import CircuitRecord
from orderloom.adapters.dynamodb.drains import DynamoDrains
from orderloom.adapters.dynamodb.shipping_switch import KEPT, DynamoShippingSwitch
from orderloom.domain.drain import Drain, DrainState, Failure, InFlight
from orderloom.domain.identifiers import new_drain_id
from orderloom.domain.manual_shipping import require_person
from orderloom.domain.shipping import ShippingMode
from orderloom.domain.states import AttentionKind
from orderloom.errors import AlreadyApplied
from orderloom.ports.account_health import Health
from orderloom.ports.drains import Drains

from tests.fakes.clock import MOMENT
from tests.fakes.drains import FakeDrains
from tests.fakes.orders import FakeOrders
from tests.integration.steps import placed_order
from tests.integration.worlds import DynamoWorld, World

MANUAL, UNKNOWN = AttentionKind.MANUAL_SHIPPING, AttentionKind.LABEL_UNKNOWN
HOUR = timedelta(hours=1)


@pytest.fixture
def drains(world: World) -> Drains:
    if isinstance(world, DynamoWorld):
        return DynamoDrains(world.table, world.tenant_id)
    orders = world.orders()
    assert isinstance(orders, FakeOrders)
    return FakeDrains(orders)


def a_step(world: World, step: int, *, hours: int = 0) -> Drain:
    began = MOMENT + hours * HOUR
    return Drain(
        drain_id=new_drain_id(began, lambda _: 0),
        tenant_id=world.tenant_id,
        step=step,
        state=DrainState.RUNNING,
        started_at=began,
        updated_at=began,
        until=began,
        after="manual_shipping/x",
        window=step,
        in_flight=(InFlight(order_id="ord_1", since=began),),
        failures=(Failure(order_id="ord_2", reason="ups: status 503"),),
        shipped=3,
    )


def waiting(world: World, kind: AttentionKind, minutes: int) -> str:
    order = placed_order(world)
    since = MOMENT + timedelta(minutes=minutes)
    world.orders().commit(require_person(order, kind, "no rate", {}, since))
    return order.order_id


def test_the_newest_step_of_the_newest_drain_is_found(world: World, drains: Drains) -> None:
    assert drains.newest() is None
    for step in (a_step(world, 9), a_step(world, 10), a_step(world, 1, hours=2)):
        drains.save(step)
        assert drains.newest() == step
    drains.save(a_step(world, 11, hours=1))
    assert drains.newest() == a_step(world, 1, hours=2)


def test_a_step_is_stored_once(world: World, drains: Drains) -> None:
    drains.save(a_step(world, 1))
    with pytest.raises(AlreadyApplied):
        drains.save(a_step(world, 1).model_copy(update={"shipped": 9}))
    assert drains.newest() == a_step(world, 1)


def test_those_that_wait_come_in_their_order_and_page_by_page(world: World, drains: Drains) -> None:
    unknown = waiting(world, UNKNOWN, 0)
    listed = [waiting(world, MANUAL, minutes) for minutes in (1, 2, 3)]
    waiting(world, AttentionKind.DISPUTE, 1)
    late = waiting(world, MANUAL, 90)
    until, after, found = MOMENT + HOUR, None, []
    while page := drains.waiting(after=after, until=until, limit=2):
        found += [one.order_id for one in page]
        after = page[-1].position
    assert found == [*listed, unknown]
    later = drains.waiting(after=None, until=until + HOUR, limit=9)
    assert [one.order_id for one in later] == [*listed, late, unknown]


def test_one_switch_is_known_to_others_in_ten_seconds(dynamodb: DynamoWorld) -> None:
    mine = DynamoShippingSwitch(dynamodb.table, dynamodb.clock)
    other = DynamoShippingSwitch(dynamodb.table, dynamodb.clock)
    assert other.mode() is ShippingMode.AUTOMATIC
    mine.set(ShippingMode.MANUAL)
    assert (mine.mode(), other.mode()) == (ShippingMode.MANUAL, ShippingMode.AUTOMATIC)
    dynamodb.clock.advance(seconds=KEPT.total_seconds())
    assert other.mode() is ShippingMode.MANUAL
    mine.set(ShippingMode.AUTOMATIC)


def test_the_health_of_accounts_is_what_their_circuits_say(dynamodb: DynamoWorld) -> None:
    for account, state in (("fedex", "OPEN"), ("ups", "HALF_OPEN"), ("usps", "CLOSED")):
        key = keys.circuit(dynamodb.tenant_id, account)
        opened = int(MOMENT.timestamp()) if state != "CLOSED" else None
        dynamodb.table.put(
            CircuitRecord(*key, state=state, failure_count=0, opened_at=opened, expires_at=1)
        )
    health = DynamoAccountHealth(dynamodb.table, dynamodb.tenant_id)
    found = health.of(["fedex", "ups", "usps", "fedex.second"])
    assert [found[name].health for name in found] == [
        *(Health.PAUSED, Health.TRIED, Health.WELL, Health.WELL)
    ]
    assert found["fedex"].since == MOMENT.replace(microsecond=0)
    assert found["fedex.second"].since is None
