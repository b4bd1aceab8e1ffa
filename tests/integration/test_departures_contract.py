"""Orders leaving the table and coming back, one behaviour for the fake and for DynamoDB."""

from datetime import timedelta

import pytest
from orderloom.domain.archive import ArchivedOrder, DepartedHead, Remains, joined
from orderloom.domain.ledger import EntryKind
from orderloom.domain.order import Order
from orderloom.domain.transition import EventType
from orderloom.errors import AlreadyApplied, NotFound, VersionConflict
from orderloom.ports.orders import ProviderObject

from tests.builders.transitions import a_note, a_source, a_transition
from tests.fakes.clock import MOMENT
from tests.integration.ledgers import an_operation, moving
from tests.integration.steps import eventually, placed_order
from tests.integration.worlds import World

LATER = MOMENT + timedelta(days=90)
ASKED = {"provider": "stripe", "object_id": "pi_1"}


def an_old_order(world: World) -> Order:
    """With transitions, money, a refund asked for, a note, a reference and a token."""
    orders = world.orders()
    requested = a_transition(placed_order(world), EventType.PAYMENT_REQUESTED, data=ASKED)
    orders.commit(requested, aliases=[ProviderObject("stripe", "pi_1")])
    paid = moving(requested.order, EntryKind.CAPTURED, "pi_1")
    orders.commit(paid, operation=an_operation(paid.order))
    orders.note(a_note(paid.order))
    orders.save_token(paid.order.order_id, "token")
    return paid.order


def left(world: World, order_id: str) -> Remains:
    remains = world.departures().remains(order_id)
    assert remains is not None
    return remains


def first_page(world: World) -> tuple[Order, ...]:
    return world.orders().page(limit=5, before=None, since=MOMENT, list_shards=4).orders


def archived(world: World, head: DepartedHead, kept: ArchivedOrder | None = None) -> ArchivedOrder:
    """As the archiver does."""
    order_id = head.order.order_id
    remains = left(world, order_id)
    whole = joined(kept, head, remains)
    assert whole is not None
    world.departures().clear(whole, remains)
    return whole


def test_an_order_in_the_table_is_not_leaving(world: World) -> None:
    order = an_old_order(world)
    assert world.departures().remains(order.order_id) is None


def test_what_remains_of_an_order_is_all_but_its_head(world: World) -> None:
    order = an_old_order(world)
    placed, events = world.orders().placed(order.order_id), world.orders().timeline(order.order_id)
    head = world.expire(order.order_id)
    remains = left(world, order.order_id)
    assert head == DepartedHead(order=order)
    assert remains.placed == placed
    assert {event.version for event in remains.events} == {2, 3}
    assert [entry.kind for entry in remains.entries] == [EntryKind.CAPTURED]
    assert remains.operations == (an_operation(order),)
    assert len(remains.events) == len(events[2]) - 1
    assert remains.token == "token"


def test_nothing_remains_of_an_order_that_is_cleared_and_that_again(world: World) -> None:
    order = an_old_order(world)
    head = world.expire(order.order_id)
    remains = left(world, order.order_id)
    whole = joined(None, head, remains)
    assert whole is not None
    for _ in range(2):
        world.departures().clear(whole, remains)
        assert left(world, order.order_id) == Remains()
    with pytest.raises(NotFound):
        world.orders().get(order.order_id)


def test_a_providers_object_still_leads_to_it(world: World) -> None:
    order = an_old_order(world)
    archived(world, world.expire(order.order_id))
    assert world.orders().find("stripe", "pi_1") == order.order_id


def test_an_order_comes_back_as_it_was(world: World) -> None:
    order = an_old_order(world)
    operation = an_operation(order)
    before = world.orders().timeline(order.order_id)
    ledger = world.orders().ledger(order.order_id)
    whole = archived(world, world.expire(order.order_id))
    assert world.orders().operation(order.order_id, operation.operation) is None
    for _ in range(2):
        world.departures().restore(whole, list_shards=4, until=LATER)
        assert world.orders().timeline(order.order_id) == before
        assert world.orders().ledger(order.order_id) == ledger
        assert world.orders().operation(order.order_id, operation.operation) == operation
    with pytest.raises(AlreadyApplied):
        world.orders().note(a_note(order, a_source()))
    listed: tuple[Order, ...] = (order,)
    assert eventually(lambda: first_page(world), listed) == listed


def test_it_goes_on_from_there(world: World) -> None:
    order = an_old_order(world)
    whole = archived(world, world.expire(order.order_id))
    world.departures().restore(whole, list_shards=4, until=LATER)
    refunded = a_transition(order, EventType.PAYMENT_REFUNDED, source=a_source("evt_2"))
    world.orders().commit(refunded)
    world.departures().restore(whole, list_shards=4, until=LATER)
    assert world.orders().get(order.order_id).version == 4
    head = world.expire(order.order_id)
    assert (head.order.version, head.restored) == (4, 1)
    again = archived(world, head, whole)
    assert len(again.events) == len(whole.events) + 1
    assert left(world, order.order_id) == Remains()


def test_an_archiver_that_is_late_deletes_nothing_that_came_back(world: World) -> None:
    order = an_old_order(world)
    head = world.expire(order.order_id)
    stale = left(world, order.order_id)
    whole = archived(world, head)
    world.departures().restore(whole, list_shards=4, until=LATER)
    before = world.orders().timeline(order.order_id)
    world.orders().save_token(order.order_id, "newer")
    world.departures().clear(whole, stale)
    assert world.orders().timeline(order.order_id) == before
    assert world.orders().token(order.order_id) == "newer"


def test_a_head_is_put_back_where_none_is(world: World) -> None:
    order = an_old_order(world)
    head = world.expire(order.order_id)
    for _ in range(2):
        world.departures().put_back(head, list_shards=4)
        assert world.orders().get(order.order_id) == order
    world.orders().commit(a_transition(order, source=a_source("evt_2")))
    world.departures().put_back(head, list_shards=4)
    assert world.orders().get(order.order_id).version == 4


def test_a_note_on_an_order_that_is_leaving_is_not_left_behind(world: World) -> None:
    order = an_old_order(world)
    late = a_note(order, a_source("evt_late"))
    world.expire(order.order_id)
    with pytest.raises(VersionConflict):
        world.orders().note(late, leaving=True)
    assert not world.orders().applied(order.order_id, "stripe", "evt_late")


def test_a_note_on_an_order_that_could_leave_but_is_there_is_kept(world: World) -> None:
    order = an_old_order(world)
    world.orders().note(a_note(order, a_source("evt_late")), leaving=True)
    assert world.orders().applied(order.order_id, "stripe", "evt_late")


def test_another_tenants_order_is_out_of_reach(world: World) -> None:
    order = an_old_order(world)
    world.expire(order.order_id)
    assert world.departures(world.other_tenant_id).remains(order.order_id) == Remains()
