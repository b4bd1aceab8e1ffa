"""Placing, committing and reading orders."""

import pytest
from orderloom.domain.order import Attention, Fulfilment
from orderloom.domain.states import AttentionKind, FulfilmentState, Lifecycle, PaymentState
from orderloom.domain.transition import EventType
from orderloom.errors import AlreadyApplied, NotFound, VersionConflict

from tests.builders.orders import a_payment, a_placed, an_idempotency_record, an_order
from tests.builders.transitions import a_transition
from tests.fakes.clock import MOMENT
from tests.integration.steps import placed_order
from tests.integration.worlds import World


def test_what_is_placed_is_read_back_whole(world: World) -> None:
    order = an_order(tenant_id=world.tenant_id)
    placed = a_placed(order, reference=None)
    record = an_idempotency_record(order)
    world.orders().place(order, placed, list_shards=4, idempotency=record)
    assert world.orders().get(order.order_id) == order
    assert world.orders().placed(order.order_id) == placed
    assert world.orders().idempotent(record.key) == record


def test_an_idempotency_key_makes_one_order_only(world: World) -> None:
    first = placed_order(world)
    second = an_order(tenant_id=world.tenant_id)
    record = an_idempotency_record(second, key=f"key-{first.order_id}")
    with pytest.raises(AlreadyApplied):
        world.orders().place(second, a_placed(second), list_shards=4, idempotency=record)
    with pytest.raises(NotFound):
        world.orders().get(second.order_id)


def test_an_idempotency_key_is_forgotten_after_a_day(world: World) -> None:
    first = placed_order(world)
    key = f"key-{first.order_id}"
    world.clock.advance(hours=24)
    assert world.orders().idempotent(key) is None
    second = an_order(tenant_id=world.tenant_id)
    record = an_idempotency_record(second, key=key)
    world.orders().place(second, a_placed(second), list_shards=4, idempotency=record)
    assert world.orders().idempotent(key) == record


def test_an_order_id_is_used_once(world: World) -> None:
    order = placed_order(world)
    record = an_idempotency_record(order, key="another key")
    with pytest.raises(AlreadyApplied):
        world.orders().place(order, a_placed(order), list_shards=4, idempotency=record)
    with pytest.raises(AlreadyApplied):
        world.orders().place_claimed(order, a_placed(order), list_shards=4)
    assert world.orders().get(order.order_id) == order


def test_an_order_whose_key_was_given_before_is_placed_under_it(world: World) -> None:
    order = an_order(tenant_id=world.tenant_id)
    world.orders().place_claimed(order, a_placed(order), list_shards=4)
    assert world.orders().get(order.order_id) == order
    assert world.orders().placed(order.order_id) == a_placed(order)


def test_a_commit_writes_the_order_and_its_event(world: World) -> None:
    order = placed_order(world)
    reserved = a_transition(order, data={"allocations": [{"sku": "MUG-1", "note": None}]})
    world.orders().commit(reserved)
    timeline = world.orders().timeline(order.order_id)
    assert timeline[0] == reserved.order == world.orders().get(order.order_id)
    assert timeline[1] == world.orders().placed(order.order_id)
    assert [event.type for event in timeline[2]] == [
        EventType.ORDER_PLACED,
        EventType.STOCK_RESERVED,
    ]
    assert timeline[2][1] == reserved.event


def test_every_field_of_a_head_survives_and_may_go_back_to_its_default(world: World) -> None:
    order = placed_order(world)
    full = a_transition(
        order,
        lifecycle=Lifecycle.CLOSING,
        payment=a_payment(state=PaymentState.PENDING, intent_id="pi_1", expires_at=MOMENT),
        fulfilment=Fulfilment(state=FulfilmentState.LABELLED, cost=895, cost_currency="USD"),
        attention=Attention(kind=AttentionKind.REFUND_FAILED, since=MOMENT, detail="no funds"),
        saga_attempt=2,
        saga_running=False,
    )
    world.orders().commit(full)
    assert world.orders().get(order.order_id) == full.order
    bare = a_transition(
        full.order,
        lifecycle=Lifecycle.OPEN,
        payment=a_payment(),
        fulfilment=Fulfilment(),
        attention=None,
        saga_attempt=1,
        saga_running=True,
    )
    world.orders().commit(bare)
    assert world.orders().get(order.order_id) == bare.order


def test_a_commit_on_an_older_version_changes_nothing(world: World) -> None:
    order = placed_order(world)
    world.orders().commit(a_transition(order))
    late = a_transition(order, EventType.ORDER_CLOSING, lifecycle=Lifecycle.CLOSING)
    with pytest.raises(VersionConflict):
        world.orders().commit(late)
    assert world.orders().get(order.order_id).lifecycle is Lifecycle.OPEN
    assert len(world.orders().timeline(order.order_id)[2]) == 2


def test_a_commit_on_an_order_that_is_not_there_conflicts(world: World) -> None:
    with pytest.raises(VersionConflict):
        world.orders().commit(a_transition(an_order(tenant_id=world.tenant_id)))


def test_the_newest_task_token_is_kept(world: World) -> None:
    orders, order = world.orders(), placed_order(world)
    assert orders.token(order.order_id) is None
    orders.save_token(order.order_id, "first")
    orders.save_token(order.order_id, "second" * 100)
    assert orders.token(order.order_id) == "second" * 100
    assert len(orders.timeline(order.order_id)[2]) == 1


def test_an_unknown_order_is_not_found(world: World) -> None:
    for read in (world.orders().get, world.orders().placed, world.orders().timeline):
        with pytest.raises(NotFound):
            read("ord_unknown")
