"""Applying webhooks: once, in any order, and never into the void."""

import json

import pytest
from orderloom.adapters.provider_registry import reader_for
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.states import PaymentState
from orderloom.errors import MalformedEvent
from orderloom.services.apply_event import ApplyEvent, Outcome

from tests.builders.inbound import an_inbound_event, news_of
from tests.unit.services.shop import Shop


def told(
    shop: Shop,
    kind: str = "payment_intent.succeeded",
    *,
    event_id: str = "evt_1",
    ours: bool = True,
    **changes: object,
) -> InboundEvent:
    """A Stripe event about intent `pi_1`, which is the shop's order's."""
    metadata = {"tenant_id": "acme", "order_id": shop.order_id} if ours else {}
    intent = {
        "id": "pi_1",
        "object": "payment_intent",
        "amount_received": 2500,
        "currency": "usd",
        "metadata": metadata,
        **changes,
    }
    event = {"id": event_id, "type": kind, "created": 1, "data": {"object": intent}}
    return an_inbound_event(event_id, body=json.dumps(event))


def applying(shop: Shop) -> ApplyEvent:
    return ApplyEvent(
        orders_for=lambda _tenant: shop.orders,
        reader_for=reader_for,
        restore=shop.restore_order,
        clock=shop.clock,
    )


def test_a_fact_is_applied_once_however_often_it_comes() -> None:
    shop = Shop().requested()
    apply = applying(shop)
    assert apply(told(shop)) is Outcome.APPLIED
    version = shop.order.version
    assert apply(told(shop)) is Outcome.DUPLICATE
    assert shop.order.version == version
    assert shop.order.payment.captured == 2500


def test_a_second_event_of_the_same_fact_is_noted_once() -> None:
    shop = Shop().requested()
    apply = applying(shop)
    apply(told(shop))
    assert apply(told(shop, event_id="evt_2")) is Outcome.NOTED
    assert apply(told(shop, event_id="evt_2")) is Outcome.DUPLICATE
    assert shop.order.payment.captured == 2500


def test_an_event_ahead_of_its_order_is_parked_and_woken() -> None:
    shop = Shop()
    apply = applying(shop)
    assert apply(told(shop)) is Outcome.PARKED
    assert apply(told(shop)) is Outcome.PARKED
    shop.requested()
    assert apply.wake(news_of("stripe", "pi_1")) == [Outcome.APPLIED]
    assert shop.order.payment.state is PaymentState.PAID
    assert shop.orders.parked("stripe", "pi_1") == []
    assert apply.wake(news_of("stripe", "pi_1")) == []


def test_a_parked_event_that_came_again_and_was_applied_is_forgotten() -> None:
    shop = Shop()
    apply = applying(shop)
    apply(told(shop))
    shop.requested()
    assert apply(told(shop)) is Outcome.APPLIED
    assert apply.wake(news_of("stripe", "pi_1")) == [Outcome.DUPLICATE]
    assert shop.orders.parked("stripe", "pi_1") == []


def test_a_capture_and_a_decline_in_the_wrong_order_end_paid() -> None:
    shop = Shop().requested()
    apply = applying(shop)
    apply(told(shop))
    decline = told(
        shop,
        "payment_intent.payment_failed",
        event_id="evt_0",
        last_payment_error={"code": "card_declined"},
    )
    assert apply(decline) is Outcome.APPLIED
    assert shop.order.payment.state is PaymentState.PAID


def test_it_decides_again_when_the_order_changed_meanwhile() -> None:
    shop = Shop().requested()
    newer = shop.order.model_copy(update={"version": shop.order.version + 1})
    shop.orders.before_next_commit(lambda: shop.orders.add(newer))
    assert applying(shop)(told(shop)) is Outcome.APPLIED
    assert shop.order.version == newer.version + 1


def test_a_payment_of_something_else_is_left_alone() -> None:
    shop = Shop().requested()
    foreign = told(shop, id="pi_other", ours=False)
    assert applying(shop)(foreign) is Outcome.FOREIGN
    assert shop.orders.parked("stripe", "pi_other") == []


def test_a_payment_of_another_tenant_of_the_same_account_is_left_alone() -> None:
    shop = Shop().requested()
    theirs = told(shop, id="pi_other", metadata={"tenant_id": "rival", "order_id": "ord_x"})
    assert applying(shop)(theirs) is Outcome.FOREIGN


def test_an_unknown_type_is_counted_and_nothing_else() -> None:
    shop = Shop().requested()
    assert applying(shop)(told(shop, "customer.created")) is Outcome.UNKNOWN_TYPE


def test_a_malformed_event_stays_in_the_queue() -> None:
    shop = Shop().requested()
    with pytest.raises(MalformedEvent):
        applying(shop)(told(shop, amount_received="2500"))
