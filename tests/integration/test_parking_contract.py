"""Events that come before their order is known."""

from datetime import timedelta

import pytest
from orderloom.domain.transition import EventType
from orderloom.errors import AlreadyApplied, VersionConflict
from orderloom.ports.orders import ProviderObject

from tests.builders.inbound import a_parked_event
from tests.builders.transitions import a_note, a_source, a_transition
from tests.fakes.clock import MOMENT
from tests.integration.steps import placed_order
from tests.integration.worlds import World

REFERENCE = ProviderObject("stripe", "pi_1")


def test_parked_events_wait_whole_and_oldest_first(world: World) -> None:
    orders = world.orders()
    late = a_parked_event("evt_a", tenant_id=world.tenant_id, swept=MOMENT)
    early = a_parked_event(
        "evt_b", tenant_id=world.tenant_id, received_at=MOMENT - timedelta(seconds=5)
    )
    elsewhere = a_parked_event("evt_c", "pi_2", tenant_id=world.tenant_id)
    for parked in (late, early, elsewhere, late):
        orders.park(parked)
    assert list(orders.parked("stripe", "pi_1")) == [early, late]
    assert list(orders.parked("shipstation", "pi_1")) == []
    assert list(world.orders(world.other_tenant_id).parked("stripe", "pi_1")) == []


def test_an_event_is_unparked_once_and_for_all(world: World) -> None:
    orders, parked = world.orders(), a_parked_event(tenant_id=world.tenant_id)
    orders.park(parked)
    orders.unpark(parked)
    orders.unpark(parked)
    assert list(orders.parked("stripe", "pi_1")) == []


def test_a_known_object_parks_nothing(world: World) -> None:
    orders, parked = world.orders(), a_parked_event(tenant_id=world.tenant_id)
    orders.commit(a_transition(placed_order(world)), aliases=[REFERENCE])
    with pytest.raises(VersionConflict):
        orders.park(parked)
    assert list(orders.parked("stripe", "pi_1")) == []


def test_a_parked_event_leaves_with_the_commit_that_applies_it(world: World) -> None:
    orders, parked = world.orders(), a_parked_event(tenant_id=world.tenant_id)
    orders.park(parked)
    requested = a_transition(placed_order(world), EventType.PAYMENT_REQUESTED)
    orders.commit(requested, aliases=[REFERENCE])
    captured = a_transition(requested.order, EventType.PAYMENT_CAPTURED, source=a_source())
    orders.commit(captured, unpark=parked)
    assert list(orders.parked("stripe", "pi_1")) == []


def test_a_parked_event_stays_when_its_commit_fails(world: World) -> None:
    orders, parked = world.orders(), a_parked_event(tenant_id=world.tenant_id)
    orders.park(parked)
    order = placed_order(world)
    orders.commit(a_transition(order))
    with pytest.raises(VersionConflict):
        orders.commit(a_transition(order, source=a_source()), unpark=parked)
    assert list(orders.parked("stripe", "pi_1")) == [parked]


def test_a_parked_event_leaves_with_its_note(world: World) -> None:
    orders, parked = world.orders(), a_parked_event(tenant_id=world.tenant_id)
    orders.park(parked)
    noted = a_note(placed_order(world))
    orders.note(noted, unpark=parked)
    assert list(orders.parked("stripe", "pi_1")) == []
    orders.park(parked)
    with pytest.raises(AlreadyApplied):
        orders.note(noted, unpark=parked)
    assert list(orders.parked("stripe", "pi_1")) == [parked]
