"""Events of providers: applied once, noted once, and how they find their order."""

import pytest
from orderloom.domain.states import PaymentState
from orderloom.domain.transition import EventType
from orderloom.errors import AlreadyApplied, Conflict
from orderloom.ports.orders import ProviderObject

from tests.builders.orders import a_payment
from tests.builders.transitions import a_note, a_source, a_transition
from tests.integration.steps import placed_order
from tests.integration.worlds import World


def test_a_provider_event_is_applied_once_even_on_the_newest_version(world: World) -> None:
    orders = world.orders()
    captured = a_transition(
        placed_order(world),
        EventType.PAYMENT_CAPTURED,
        source=a_source(),
        payment=a_payment(state=PaymentState.PAID, captured=2500),
    )
    orders.commit(captured)
    assert orders.applied(captured.order.order_id, "stripe", "evt_1")
    again = a_transition(
        captured.order,
        EventType.PAYMENT_CAPTURED,
        source=a_source(),
        payment=a_payment(state=PaymentState.PAID, captured=5000),
    )
    reference = ProviderObject("stripe", "pi_again")
    with pytest.raises(AlreadyApplied):
        orders.commit(again, aliases=[reference])
    assert orders.get(captured.order.order_id) == captured.order
    assert orders.find("stripe", "pi_again") is None


def test_a_repeated_event_is_told_apart_from_a_changed_order(world: World) -> None:
    """Both conditions fail; that the event is known matters, not the version."""
    order = placed_order(world)
    captured = a_transition(order, EventType.PAYMENT_CAPTURED, source=a_source())
    world.orders().commit(captured)
    with pytest.raises(AlreadyApplied):
        world.orders().commit(captured)


def test_a_note_stands_on_the_timeline_once(world: World) -> None:
    order = placed_order(world)
    noted = a_note(order)
    world.orders().note(noted)
    with pytest.raises(AlreadyApplied):
        world.orders().note(noted)
    with pytest.raises(AlreadyApplied):
        world.orders().commit(a_transition(order, source=a_source()))
    assert world.orders().get(order.order_id) == order
    assert world.orders().timeline(order.order_id)[2][1:] == (noted,)


def test_only_provider_events_are_noted(world: World) -> None:
    event = a_transition(placed_order(world)).event
    with pytest.raises(ValueError, match="provider's event"):
        world.orders().note(event)


def test_a_reference_finds_its_order_and_may_be_repeated(world: World) -> None:
    orders, order = world.orders(), placed_order(world)
    reference = ProviderObject("stripe", "pi_1")
    assert orders.find("stripe", "pi_1") is None
    requested = a_transition(order, EventType.PAYMENT_REQUESTED)
    orders.commit(requested, aliases=[reference])
    assert orders.find("stripe", "pi_1") == order.order_id
    orders.commit(a_transition(requested.order), aliases=[reference])


def test_a_reference_cannot_be_taken_from_another_order(world: World) -> None:
    orders, reference = world.orders(), ProviderObject("stripe", "pi_1")
    mine = placed_order(world)
    orders.commit(a_transition(mine), aliases=[reference])
    other = placed_order(world)
    with pytest.raises(Conflict):
        orders.commit(a_transition(other), aliases=[reference])
    assert orders.find("stripe", "pi_1") == mine.order_id
    assert orders.get(other.order_id) == other


def test_an_object_leads_to_its_order_also_without_a_commit(world: World) -> None:
    orders, known = world.orders(), ProviderObject("stripe", "pi_1")
    mine, other = placed_order(world), placed_order(world)
    for _ in range(2):
        orders.refer(known, mine.order_id)
        assert orders.find("stripe", "pi_1") == mine.order_id
    with pytest.raises(Conflict):
        orders.refer(known, other.order_id)
    assert orders.find("stripe", "pi_1") == mine.order_id
    taken = ProviderObject("stripe", "pi_1", former=mine.order_id)
    orders.refer(taken, other.order_id)
    assert orders.find("stripe", "pi_1") == other.order_id
