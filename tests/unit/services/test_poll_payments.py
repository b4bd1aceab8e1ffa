"""Payments that orders wait for are asked after, one by one."""

from datetime import timedelta

import pytest
from orderloom.domain.refund import request_refund
from orderloom.domain.states import PaymentState
from orderloom.errors import ProviderRefused, ProviderUnavailable

from tests.unit.services.shop import Shop
from tests.unit.services.waiting_payment import Waiting

PATIENCE = timedelta(minutes=10)


def test_a_payment_nobody_told_of_is_found() -> None:
    waiting = Waiting()
    waiting.shop.payments.pay("pi_1", 2500)
    report = waiting.poll("stripe")
    assert report.moved == (waiting.shop.order_id,)
    assert waiting.shop.order.payment.state is PaymentState.PAID
    assert waiting.polled() == 1
    assert waiting.poll("stripe").asked == 0


def test_one_still_unpaid_is_asked_again_and_not_counted() -> None:
    waiting = Waiting()
    for _ in range(2):
        report = waiting.poll("stripe")
        assert (report.asked, report.moved) == (1, ())
    assert waiting.polled() == 0


def test_a_young_order_is_left_to_its_webhook() -> None:
    waiting = Waiting()
    waiting.shop.clock.advance(minutes=-2)
    assert waiting.poll("stripe").asked == 0


def test_an_order_long_past_its_window_is_the_sagas() -> None:
    waiting = Waiting()
    waiting.shop.clock.advance(hours=2)
    assert waiting.poll("stripe").asked == 0


def test_another_providers_orders_are_not_asked_after() -> None:
    assert Waiting().poll("razorpay").asked == 0


def test_a_refund_whose_call_has_no_known_end_is_asked_after() -> None:
    """It was made, and its answer and its webhook were lost."""
    shop = Shop().labelled()
    request = request_refund(shop.order, 700, None, "operation-1", shop.clock.now())
    shop.orders.commit(request)
    shop.payments.refund("pi_1", 700, "operation-1")
    waiting = Waiting(shop)
    assert waiting.poll("stripe").moved == (shop.order_id,)
    assert shop.order.payment.refunded == 700
    assert waiting.poll("stripe").asked == 0


def test_a_dry_run_asks_nobody() -> None:
    waiting = Waiting()
    waiting.shop.payments.pay("pi_1", 2500)
    report = waiting.poll("stripe", dry_run=True)
    assert (report.asked, report.moved) == (1, ())
    assert waiting.shop.order.payment.state is PaymentState.PENDING


def test_one_the_provider_does_not_know_holds_up_no_other() -> None:
    waiting = Waiting()
    refused = ProviderRefused("stripe", "read payment", "resource_missing", "pi_1")
    waiting.shop.payments.faults.before("on_record", refused)
    report = waiting.poll("stripe")
    assert (report.refused, report.moved) == ((waiting.shop.order_id,), ())


def test_a_provider_that_does_not_answer_is_left_alone() -> None:
    waiting = Waiting()
    silent = ProviderUnavailable("stripe", "read payment", "timeout")
    waiting.shop.payments.faults.before("on_record", silent)
    with pytest.raises(ProviderUnavailable):
        waiting.poll("stripe")
