"""The ledger and the operations of an order, and that nothing is posted twice."""

import pytest
from orderloom.domain.ledger import EntryKind, balances
from orderloom.domain.order import Order
from orderloom.domain.transition import EventType
from orderloom.errors import AlreadyApplied, CorruptRecord, NotFound, VersionConflict

from tests.builders.orders import a_payment
from tests.integration.ledgers import an_operation, moving
from tests.integration.steps import placed_order
from tests.integration.worlds import World


def paid(world: World) -> Order:
    order = placed_order(world)
    order = order.model_copy(update={"payment": a_payment(provider="stripe")})
    captured = moving(order, EntryKind.CAPTURED, "pi_1")
    world.orders().commit(captured)
    return captured.order


def test_entries_are_read_with_their_order_as_posted(world: World) -> None:
    order = paid(world)
    refunded = moving(order, EntryKind.REFUNDED, "re_1", 700)
    world.orders().commit(refunded, operation=an_operation(order))
    head, entries = world.orders().ledger(order.order_id)
    assert head == refunded.order
    assert [(entry.kind, entry.object_id) for entry in entries] == [
        (EntryKind.CAPTURED, "pi_1"),
        (EntryKind.REFUNDED, "re_1"),
    ]
    assert entries[1:] == refunded.entries
    assert balances(entries)[0].held == 1800


@pytest.mark.parametrize(("currency", "amount"), [("JPY", 450), ("KWD", 12_345), ("USD", 2500)])
def test_amounts_are_kept_in_minor_units_of_their_currency(
    world: World, currency: str, amount: int
) -> None:
    order = paid(world)
    world.orders().commit(moving(order, EntryKind.FEE, "dp_1", amount, currency=currency))
    _, entries = world.orders().ledger(order.order_id)
    held = {balance.currency: balance.held for balance in balances(entries)}
    assert held == ({"USD": 0} if currency == "USD" else {currency: -amount, "USD": 2500})


def test_a_movement_is_posted_once_whoever_tells_of_it(world: World) -> None:
    order = paid(world)
    again = moving(order, EntryKind.CAPTURED, "pi_1")
    with pytest.raises(VersionConflict):
        world.orders().commit(again)
    head, entries = world.orders().ledger(order.order_id)
    assert head == order
    assert len(entries) == 1


def test_an_event_applied_before_is_that_and_no_conflict_of_entries(world: World) -> None:
    placed = placed_order(world)
    order = placed.model_copy(update={"payment": a_payment(provider="stripe")})
    captured = moving(order, EntryKind.CAPTURED, "pi_1")
    world.orders().commit(captured)
    with pytest.raises(AlreadyApplied):
        world.orders().commit(captured)


def test_an_operation_is_recorded_once_with_its_transition(world: World) -> None:
    order = paid(world)
    asked = an_operation(order, reason="came dented")
    assert world.orders().operation(order.order_id, asked.operation) is None
    requested = moving(order, EntryKind.REFUNDED, "re_1", 700)
    world.orders().commit(requested, operation=asked)
    assert world.orders().operation(order.order_id, asked.operation) == asked
    second = moving(requested.order, EntryKind.REFUNDED, "re_2", 700)
    with pytest.raises(VersionConflict):
        world.orders().commit(second, operation=asked)
    assert world.orders().get(order.order_id) == requested.order


def test_a_ledger_is_of_the_timelines_partition_and_not_among_its_events(world: World) -> None:
    order = paid(world)
    _, _, events = world.orders().timeline(order.order_id)
    assert [event.type for event in events] == [
        EventType.ORDER_PLACED,
        EventType.PAYMENT_CAPTURED,
    ]


def test_an_order_without_money_has_an_empty_ledger(world: World) -> None:
    order = placed_order(world)
    assert world.orders().ledger(order.order_id) == (order, ())
    with pytest.raises(NotFound):
        world.orders().ledger("ord_nobody")


def test_another_tenant_neither_reads_nor_posts(world: World) -> None:
    order = paid(world)
    with pytest.raises(NotFound):
        world.orders(world.other_tenant_id).ledger(order.order_id)
    posted = moving(order, EntryKind.REFUNDED, "re_1")
    with pytest.raises(CorruptRecord):
        world.orders(world.other_tenant_id).commit(posted)
