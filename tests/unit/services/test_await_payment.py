"""AwaitPayment asks for the money once and never leaves the saga waiting for nothing."""

import pytest
from orderloom.domain.states import Lifecycle, PaymentState
from orderloom.domain.status import OrderStatus, status_of
from orderloom.errors import (
    CredentialsRejected,
    OrderCancelled,
    PaymentDeclined,
    PaymentVoided,
    ProviderPaused,
    ProviderRefused,
    ProviderUnavailable,
)

from tests.unit.services.shop import Shop

PAUSED = ProviderPaused("stripe", "any call", "it does not answer at present")
LOST = ProviderUnavailable("stripe", "create payment", "timed out")


def test_the_shopper_gets_something_to_pay() -> None:
    shop = Shop().requested()
    payment = shop.order.payment
    assert payment.state is PaymentState.PENDING
    assert payment.client_secret
    assert payment.expires_at is not None
    assert (payment.expires_at - shop.clock.now()).total_seconds() == 1800
    assert shop.orders.find("stripe", payment.intent_id or "") == shop.order_id
    assert shop.orders.token(shop.order_id) == "t1"
    assert shop.saga.answers == {}


def test_the_token_is_kept_even_if_the_provider_does_not_answer() -> None:
    shop = Shop()
    shop.payments.faults.before("create", LOST)
    with pytest.raises(ProviderUnavailable):
        shop.requested()
    assert shop.orders.token(shop.order_id) == "t1"


def test_a_lost_answer_makes_no_second_intent() -> None:
    shop = Shop()
    shop.payments.faults.after("create", LOST)
    with pytest.raises(ProviderUnavailable):
        shop.requested()
    shop.await_payment(shop.order_id, "t2")
    assert len(shop.payments.requests) == 1
    assert shop.order.payment.intent_id == "pi_1"
    assert shop.orders.token(shop.order_id) == "t2"


def test_two_copies_of_the_step_record_one_request() -> None:
    shop = Shop()
    shop.reserve_stock(shop.order_id)
    shop.orders.before_next_commit(lambda: shop.await_payment(shop.order_id, "t2"))
    shop.await_payment(shop.order_id, "t1")
    assert shop.events == ["stock.reserved", "payment.requested"]
    assert len(shop.payments.requests) == 1


def test_a_payment_that_came_while_the_step_was_dead_is_answered_at_once() -> None:
    shop = Shop().requested().captured()
    shop.await_payment(shop.order_id, "t2")
    assert shop.saga.answers == {"t2": "resumed"}


def test_an_order_being_given_up_asks_for_nothing() -> None:
    shop = Shop(lifecycle=Lifecycle.CLOSING)
    with pytest.raises(OrderCancelled):
        shop.await_payment(shop.order_id, "t1")
    assert shop.payments.requests == []


def test_a_cancel_while_the_intent_is_made_turns_back_with_the_intent_on_record() -> None:
    shop = Shop()
    closing = shop.order.model_copy(update={"lifecycle": Lifecycle.CLOSING, "version": 2})
    shop.orders.before_next_commit(lambda: shop.orders.add(closing))
    with pytest.raises(OrderCancelled):
        shop.await_payment(shop.order_id, "t1")
    assert shop.order.payment.intent_id == "pi_1"


@pytest.mark.parametrize(
    ("payment", "error"),
    [
        ({"state": PaymentState.VOIDED}, PaymentVoided),
        ({"state": PaymentState.ATTEMPT_FAILED, "failed_attempts": 2}, PaymentDeclined),
    ],
)
def test_a_payment_that_failed_while_the_step_was_dead_turns_back(
    payment: dict[str, object], error: type[Exception]
) -> None:
    shop = Shop().requested()
    failed = shop.order.payment.model_copy(update=payment)
    shop.orders.add(shop.order.model_copy(update={"payment": failed}))
    with pytest.raises(error):
        shop.await_payment(shop.order_id, "t2")


@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        (ProviderRefused("stripe", "create payment", "amount_too_small", ""), PaymentDeclined),
        (CredentialsRejected("stripe", "create payment", "invalid_key", ""), CredentialsRejected),
    ],
)
def test_a_definite_refusal_turns_back(refusal: Exception, error: type[Exception]) -> None:
    shop = Shop()
    shop.payments.faults.before("create", refusal)
    with pytest.raises(error):
        shop.requested()


def test_while_the_provider_is_left_alone_the_order_waits_and_its_merchant_is_told_once() -> None:
    shop = Shop()
    shop.reserve_stock(shop.order_id)
    shop.payments.faults.before("create", PAUSED, PAUSED)
    for token in ("t1", "t2"):
        with pytest.raises(ProviderPaused):
            shop.await_payment(shop.order_id, token)
    assert shop.events.count("payment.delayed") == 1
    assert [shop.order.payment.delayed_since] == [shop.clock.now()]
    assert status_of(shop.order) is OrderStatus.PAYMENT_PENDING
    shop.await_payment(shop.order_id, "t3")
    payment = shop.order.payment
    assert (payment.delayed_since, payment.state) == (None, PaymentState.PENDING)
    assert len(shop.payments.requests) == 1


def test_of_an_order_given_up_meanwhile_no_delay_is_told() -> None:
    shop = Shop()
    shop.reserve_stock(shop.order_id)
    shop.payments.faults.before("create", PAUSED)
    newer = shop.order.version + 1
    closing = {"lifecycle": Lifecycle.CLOSING, "version": newer}
    given_up = shop.order.model_copy(update=closing)
    shop.orders.before_next_commit(lambda: shop.orders.add(given_up))
    with pytest.raises(ProviderPaused):
        shop.await_payment(shop.order_id, "t1")
    assert "payment.delayed" not in shop.events
    assert shop.order.version == newer
