"""VoidLabel, RefundPayment, ReleaseStock and OpenTask, from wherever an order turned back."""

from dataclasses import replace

import pytest
from orderloom.domain.closing import Failure
from orderloom.domain.holdings import with_refunds
from orderloom.domain.money import OrderRefund, RefundState
from orderloom.domain.order import ParcelOnItsWay
from orderloom.domain.states import (
    AttentionKind,
    CloseReason,
    FulfilmentState,
    Lifecycle,
    PaymentState,
    StockState,
)
from orderloom.errors import ProviderRefused, ProviderUnavailable
from orderloom.services.open_task import OpenTask

from tests.fakes.carrier import GROUND
from tests.unit.services.shop import CANCELLED, Shop

EXPIRED = Failure(error="States.Timeout")


def undone(shop: Shop) -> None:
    """Nothing is held and nothing is owed."""
    assert shop.order.lifecycle is Lifecycle.CLOSED
    assert shop.stock == 6
    for request in shop.payments.requests:
        intent = shop.payments.create(request)
        assert intent.captured == shop.payments.refunded(intent.intent_id)
        assert intent.captured or intent.cancelled
    assert {label.label_id for label in shop.carrier.bought} == shop.carrier.voided


def test_before_anything_was_done() -> None:
    shop = Shop()
    shop.give_up()
    undone(shop)
    assert shop.payments.requests == []
    assert shop.order.stock is StockState.NONE


def test_an_unpaid_intent_is_cancelled() -> None:
    shop = Shop().requested()
    shop.give_up(EXPIRED)
    undone(shop)
    assert shop.order.close_reason is CloseReason.PAYMENT_EXPIRED
    assert shop.order.payment.state is PaymentState.VOIDED


def test_a_labelled_order_is_undone_in_reverse() -> None:
    shop = Shop().labelled()
    shop.give_up()
    undone(shop)
    assert shop.events[-4:] == [
        "order.closing",
        "label.voided",
        "payment.refunded",
        "order.cancelled",
    ]


def test_giving_up_twice_undoes_once() -> None:
    shop = Shop().labelled()
    shop.give_up()
    written = len(shop.events)
    shop.give_up()
    undone(shop)
    assert len(shop.payments.refunds) == 1
    assert len(shop.events) == written


def test_money_the_webhook_has_not_told_of_yet_is_found_and_sent_back() -> None:
    shop = Shop().requested()
    shop.payments.pay("pi_1", 2500)
    shop.give_up()
    undone(shop)
    assert shop.order.payment.state is PaymentState.REFUNDED


def test_an_intent_nobody_committed_is_found_and_cancelled() -> None:
    shop = Shop()
    shop.payments.faults.after("create", ProviderUnavailable("stripe", "create", "lost"))
    with pytest.raises(ProviderUnavailable):
        shop.requested()
    shop.give_up()
    undone(shop)
    assert len(shop.payments.requests) == 1


def test_a_label_nobody_committed_is_found_and_voided() -> None:
    shop = Shop().requested().captured()
    shop.carrier.faults.after("buy", ProviderUnavailable("shipstation", "buy", "lost"))
    with pytest.raises(ProviderUnavailable):
        shop.arrange_shipping(shop.order_id)
    shop.give_up()
    undone(shop)
    assert shop.order.fulfilment.state is FulfilmentState.VOIDED


def test_a_lost_answer_to_a_refund_refunds_once() -> None:
    shop = Shop().labelled()
    shop.payments.faults.after("refund", ProviderUnavailable("stripe", "refund", "lost"))
    with pytest.raises(ProviderUnavailable):
        shop.give_up()
    shop.give_up()
    undone(shop)
    assert len(shop.payments.refunds) == 1


def test_a_refund_told_of_by_webhook_meanwhile_is_recorded_once() -> None:
    shop = Shop().labelled()
    told = OrderRefund(
        refund_id="re_1",
        operation=f"{shop.order_id}:refund:0",
        amount=2500,
        state=RefundState.SUCCEEDED,
    )
    refunded = with_refunds(shop.order, (told,))
    for _ in range(2):  # the commits of VoidLabel: closing, voided
        shop.orders.before_next_commit(lambda: None)
    shop.orders.before_next_commit(
        lambda: shop.orders.add(
            shop.order.model_copy(update={"payment": refunded, "version": shop.order.version + 1})
        )
    )
    shop.give_up()
    undone(shop)
    assert shop.order.payment.refunded == 2500
    assert "payment.refunded" not in shop.events


def test_a_refund_is_named_by_what_was_refunded_before() -> None:
    shop = Shop().labelled()
    part = shop.order.payment.model_copy(
        update={"state": PaymentState.PART_REFUNDED, "refunded": 1000}
    )
    shop.orders.add(shop.order.model_copy(update={"payment": part}))
    shop.payments.refund("pi_1", 1000, "by hand")
    shop.give_up()
    undone(shop)
    assert shop.payments.refunds[f"{shop.order_id}:refund:1000"] == ("pi_1", 1500)


def test_what_was_refunded_at_the_provider_unheard_is_not_refunded_again() -> None:
    shop = Shop().labelled()
    shop.payments.refund("pi_1", 700, "by hand")
    shop.give_up()
    undone(shop)
    assert shop.payments.refunds[f"{shop.order_id}:refund:700"] == ("pi_1", 1800)
    assert (shop.order.payment.state, shop.order.attention) == (PaymentState.REFUNDED, None)


def test_a_refused_void_is_a_task_and_the_money_still_goes_back() -> None:
    shop = Shop().labelled()
    refused = ProviderRefused("shipstation", "void", "label_already_used", "")
    shop.carrier.faults.before("void", refused, refused)
    shop.give_up()
    shop.void_label(shop.order_id, CANCELLED)
    assert shop.order.attention is not None
    assert shop.order.attention.kind is AttentionKind.LABEL_VOID_REFUSED
    assert shop.events.count("task.opened") == 1
    assert shop.order.payment.state is PaymentState.REFUNDED
    assert shop.stock == 6


def test_all_labels_of_an_order_are_given_back_and_each_that_stays_is_named() -> None:
    shop = Shop().labelled()
    more = shop.carrier.buy(replace(shop.carrier.shipments[0], operation_key="2"), GROUND)
    parcels = [
        ParcelOnItsWay(tracking_number=label.tracking_number, label_id=label.label_id)
        for label in shop.carrier.bought
    ]
    several = shop.order.fulfilment.model_copy(update={"parcels": tuple(parcels)})
    shop.orders.add(shop.order.model_copy(update={"fulfilment": several}))
    refused = ProviderRefused("shipstation", "void", "label_already_used", "")
    shop.carrier.faults.before("void", refused)
    shop.give_up()
    assert shop.carrier.voided == {more.label_id}
    (task,) = [it.event for it in shop.orders.commits if it.event.type.value == "task.opened"]
    assert task.data["refused"].keys() == {"se-1"}
    assert task.data["labels"] == ["se-1", "se-2"]
    assert len(task.data["tracking_numbers"]) == 2
    assert (task.data["account"], task.data["carrier"]) == ("shipstation", "ups")
    shop.void_label(shop.order_id, CANCELLED)
    assert shop.carrier.voided == {"se-1", "se-2"}


def test_a_refused_refund_is_a_task_and_the_stock_is_still_freed() -> None:
    shop = Shop().labelled()
    shop.payments.faults.before("refund", ProviderRefused("stripe", "refund", "disputed", ""))
    shop.give_up()
    assert shop.order.attention is not None
    assert shop.order.attention.kind is AttentionKind.REFUND_FAILED
    assert shop.order.lifecycle is Lifecycle.CLOSED
    assert shop.stock == 6


def test_what_the_provider_settles_later_is_pending() -> None:
    shop = Shop().labelled()
    shop.payments._refunds_settle = False
    shop.give_up()
    assert shop.order.payment.state is PaymentState.REFUND_PENDING
    assert shop.order.payment.refunded == 2500


def test_a_failed_compensation_opens_one_task() -> None:
    shop = Shop().labelled()
    open_task = OpenTask(orders=shop.orders, clock=shop.clock)
    failure = Failure(error="ProviderUnavailable", detail="stripe: timed out")
    open_task(shop.order_id, "RefundPayment", failure)
    open_task(shop.order_id, "RefundPayment", failure)
    assert shop.order.attention is not None
    assert shop.order.attention.detail == "RefundPayment: ProviderUnavailable: stripe: timed out"
    assert shop.events.count("task.opened") == 1
