"""Scans that orders keep: claim, effect and entry of the timeline, in memory and in DynamoDB."""

import pytest
from orderloom.domain.archive import joined
from orderloom.domain.kept_scans import LONGEST_KEPT, MOST_KEPT
from orderloom.domain.order import Order
from orderloom.domain.states import FulfilmentState
from orderloom.domain.transition import EventType, OrderEvent
from orderloom.errors import AlreadyApplied, VersionConflict

from tests.builders.transitions import a_transition
from tests.fakes.clock import MOMENT
from tests.integration.parcels_on_their_way import (
    NUMBER,
    SECOND,
    labelled,
    note_of,
    scan_of,
    scanned,
    waiting_scan,
)
from tests.integration.worlds import World

S = FulfilmentState


def told(world: World, order: Order) -> tuple[OrderEvent, ...]:
    return world.orders().timeline(order.order_id)[2]


def test_a_scan_stands_on_the_order_and_on_its_timeline(world: World) -> None:
    moved = scan_of(labelled(world), "scan-1")
    world.orders().commit(moved)
    assert world.orders().get(moved.order.order_id) == moved.order
    assert moved.order.fulfilment.state is S.SHIPPED
    assert told(world, moved.order)[-1] == moved.event
    assert world.orders().applied(moved.order.order_id, "shipstation", "scan-1")
    assert not world.orders().applied(moved.order.order_id, "stripe", "scan-1")


def test_the_timeline_is_in_order_whoever_holds_its_entries(world: World) -> None:
    order = scanned(world, labelled(world), 2)
    refunded = a_transition(order, EventType.PAYMENT_REFUNDED)
    world.orders().commit(refunded)
    world.orders().note(note_of(refunded.order, "scan-noted"))
    order = scanned_on(world, refunded.order, "scan-3")
    versions = [event.version for event in told(world, order)]
    assert versions == [1, 2, 3, 4, 5, 5, 6]
    assert told(world, order)[2].data["state"] in {"exception", "shipped"}


def scanned_on(world: World, order: Order, event_id: str) -> Order:
    state = S.DELIVERED if order.fulfilment.state is not S.DELIVERED else S.RETURNED
    moved = scan_of(order, event_id, state)
    world.orders().commit(moved)
    return moved.order


def test_a_scan_that_is_kept_moves_nothing_again(world: World) -> None:
    before = labelled(world)
    first = scan_of(before, "scan-1")
    world.orders().commit(first)
    for again in (first, scan_of(first.order, "scan-1", S.DELIVERED)):
        with pytest.raises(AlreadyApplied):
            world.orders().commit(again)
    assert world.orders().get(before.order_id) == first.order
    assert len(told(world, before)) == 3


def test_nor_does_one_of_those_beyond(world: World) -> None:
    order = scanned(world, labelled(world), MOST_KEPT + 1)
    assert len(order.scans) == MOST_KEPT
    assert len(told(world, order)) == 2 + MOST_KEPT + 1
    assert world.orders().applied(order.order_id, "shipstation", f"scan-{MOST_KEPT + 1}")
    for number in (1, MOST_KEPT + 1):
        with pytest.raises(AlreadyApplied):
            world.orders().commit(scan_of(order, f"scan-{number}", S.DELIVERED))
    assert world.orders().get(order.order_id) == order


def test_nor_does_one_that_was_noted(world: World) -> None:
    order = labelled(world)
    world.orders().note(note_of(order, "scan-1"))
    moved = scan_of(order, "scan-1")
    with pytest.raises(AlreadyApplied):
        world.orders().commit(moved)
    with pytest.raises(AlreadyApplied):
        world.orders().commit(moved, unpark=waiting_scan(world, "scan-1"))
    assert world.orders().get(order.order_id) == order


def test_of_a_note_and_a_scan_of_one_event_the_scan_is_told(world: World) -> None:
    """Two deliveries may have read the order at two versions."""
    order = labelled(world)
    noted = note_of(order, "scan-1")
    moved = scan_of(order, "scan-1")
    world.orders().commit(moved)
    world.orders().note(noted)
    assert told(world, order)[2:] == (moved.event,)


def test_another_event_of_the_same_version_comes_too_late(world: World) -> None:
    order = labelled(world)
    moved = scan_of(order, "scan-1")
    world.orders().commit(moved)
    with pytest.raises(VersionConflict):
        world.orders().commit(scan_of(order, "scan-2", S.DELIVERED))
    assert world.orders().get(order.order_id) == moved.order
    assert not world.orders().applied(order.order_id, "shipstation", "scan-2")


def test_an_order_that_left_is_not_brought_back_by_a_scan(world: World) -> None:
    order = labelled(world)
    moved = scan_of(order, "scan-1")
    world.expire(order.order_id)
    with pytest.raises(VersionConflict):
        world.orders().commit(moved)
    assert world.departures().remains(order.order_id) is not None


def test_each_parcel_of_several_has_its_scans(world: World) -> None:
    order = labelled(world, NUMBER, SECOND)
    first = scan_of(order, "scan-1", number=SECOND)
    world.orders().commit(first)
    second = scan_of(first.order, "scan-2", number=NUMBER)
    world.orders().commit(second)
    assert world.orders().get(order.order_id) == second.order
    entries = [event.data for event in told(world, order)[2:]]
    assert [(it["tracking_number"], it["state"], it["parcel_state"]) for it in entries] == [
        (SECOND, "part_shipped", "shipped"),
        (NUMBER, "shipped", "shipped"),
    ]


def test_a_scan_that_waited_is_kept_and_waits_no_longer(world: World) -> None:
    order, parked = labelled(world), waiting_scan(world, "scan-1")
    world.orders().park(parked)
    moved = scan_of(order, "scan-1")
    world.orders().commit(moved, unpark=parked)
    assert world.orders().parked("shipstation", NUMBER) == []
    assert world.orders().get(order.order_id) == moved.order
    assert told(world, order)[-1] == moved.event


def test_a_carrier_that_has_much_to_say_makes_no_head_grow(world: World) -> None:
    moved = scan_of(labelled(world), "scan-1", description="x" * (LONGEST_KEPT + 1))
    world.orders().commit(moved)
    assert moved.order.scans == ()
    assert told(world, moved.order)[-1] == moved.event


def test_an_order_comes_back_from_the_archive_with_its_scans(world: World) -> None:
    order = scanned(world, labelled(world), 3)
    before = told(world, order)
    head = world.expire(order.order_id)
    remains = world.departures().remains(order.order_id)
    assert remains is not None
    whole = joined(None, head, remains)
    assert whole is not None
    assert whole.events == before[1:]
    world.departures().clear(whole, remains)
    world.departures().restore(whole, list_shards=4, until=MOMENT)
    assert told(world, order) == before
    back = world.orders().get(order.order_id)
    assert back.scans == ()
    assert world.orders().applied(order.order_id, "shipstation", "scan-2")
    with pytest.raises(AlreadyApplied):
        world.orders().commit(scan_of(back, "scan-2", S.DELIVERED))
    moved = scan_of(back, "scan-4", S.DELIVERED)
    world.orders().commit(moved)
    assert told(world, order) == (*before, moved.event)
