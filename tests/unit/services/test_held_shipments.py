"""A disputed order is held before its label, and goes on when the dispute ends."""

import pytest
from orderloom.domain.dispute import decide_dispute
from orderloom.domain.facts import DisputeFact
from orderloom.domain.money import DisputeState
from orderloom.domain.outbox import reactions_to
from orderloom.domain.reactions import StartSaga
from orderloom.domain.states import FulfilmentState, Lifecycle
from orderloom.domain.transition import Transition
from orderloom.errors import OrderCancelled, ShippingFailed, TransientError

from tests.builders.transitions import a_source
from tests.unit.services.shop import Shop


def hear(shop: Shop, state: DisputeState, amount: int = 2500) -> Transition:
    fact = DisputeFact(
        source=a_source(f"evt_{state}"),
        intent_id="pi_1",
        dispute_id="dp_1",
        amount=amount,
        currency="USD",
        state=state,
    )
    decision = decide_dispute(shop.order, fact, shop.clock.now())
    assert isinstance(decision, Transition)
    shop.orders.commit(decision)
    return decision


def held() -> Shop:
    shop = Shop().requested().captured()
    hear(shop, DisputeState.NEEDS_RESPONSE)
    shop.arrange_shipping(shop.order_id)
    return shop


def test_a_disputed_order_gets_no_label_and_its_saga_ends() -> None:
    shop = held()
    assert shop.carrier.bought == []
    assert not shop.order.saga_running
    assert shop.events[-1] == "shipment.held"


def test_a_dispute_that_is_won_ships_the_order() -> None:
    shop = held()
    won = hear(shop, DisputeState.WON)
    (start,) = reactions_to(won.event)
    assert start == StartSaga(tenant_id="acme", order_id=shop.order_id, attempt=2)
    shop.reserve_stock(shop.order_id)
    shop.await_payment(shop.order_id, "t2")
    assert shop.saga.answers["t2"] == "resumed"
    shop.arrange_shipping(shop.order_id)
    assert shop.order.fulfilment.state is FulfilmentState.LABELLED


def test_a_dispute_that_is_lost_gives_the_order_up_without_a_refund() -> None:
    shop = held()
    hear(shop, DisputeState.LOST)
    with pytest.raises(ShippingFailed):
        shop.arrange_shipping(shop.order_id)
    shop.give_up()
    assert shop.order.lifecycle is Lifecycle.CLOSED
    assert shop.payments.refunds == {}
    assert shop.stock == 6


def test_what_a_lost_dispute_left_is_shipped_for() -> None:
    shop = Shop().requested().captured()
    hear(shop, DisputeState.LOST, amount=100)
    shop.arrange_shipping(shop.order_id)
    assert shop.order.fulfilment.state is FulfilmentState.LABELLED


def test_a_held_order_can_be_cancelled_and_refunds_what_is_not_claimed() -> None:
    shop = Shop().requested().captured()
    hear(shop, DisputeState.NEEDS_RESPONSE, amount=1000)
    shop.arrange_shipping(shop.order_id)
    shop.give_up()
    assert [amount for _, amount in shop.payments.refunds.values()] == [1500]


def test_a_dispute_that_ends_while_the_order_is_being_held_lets_it_go_on() -> None:
    shop = Shop().requested().captured()
    hear(shop, DisputeState.NEEDS_RESPONSE)
    shop.orders.before_next_commit(lambda: hear(shop, DisputeState.WON))
    with pytest.raises(TransientError):
        shop.arrange_shipping(shop.order_id)
    shop.arrange_shipping(shop.order_id)
    assert shop.order.fulfilment.state is FulfilmentState.LABELLED


def test_a_cancel_while_the_order_is_being_held_turns_the_saga_back() -> None:
    shop = Shop().requested().captured()
    hear(shop, DisputeState.NEEDS_RESPONSE)
    shop.orders.before_next_commit(
        lambda: shop.orders.add(
            shop.order.model_copy(
                update={"lifecycle": Lifecycle.CLOSING, "version": shop.order.version + 1}
            )
        )
    )
    with pytest.raises(OrderCancelled):
        shop.arrange_shipping(shop.order_id)
    assert shop.order.saga_running
