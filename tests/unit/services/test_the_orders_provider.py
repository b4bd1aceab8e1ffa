"""The saga asks the provider its order names, and no other."""

import pytest
from orderloom.domain.states import PaymentState
from orderloom.errors import OrderCancelled

from tests.builders.orders import a_payment
from tests.unit.services.shop import CANCELLED, Shop


def a_shop(**payment: object) -> Shop:
    shop = Shop(payment=a_payment(provider="second", max_attempts=2, **payment))
    shop.payments.name = "second"
    return shop


def test_it_is_asked_for_the_money() -> None:
    shop = a_shop().requested()
    assert shop.order.payment.provider == "second"
    assert shop.providers_asked == {"second"}


def test_it_is_asked_to_cancel() -> None:
    shop = a_shop().requested()
    shop.providers_asked.clear()
    shop.refund_payment(shop.order_id, CANCELLED)
    assert shop.order.payment.state is PaymentState.VOIDED
    assert shop.providers_asked == {"second"}


def test_it_is_asked_to_refund() -> None:
    shop = a_shop().requested()
    shop.payments.pay(shop.order.payment.intent_id or "", shop.order.total)
    shop.refund_payment(shop.order_id, CANCELLED)
    assert shop.order.payment.state is PaymentState.REFUNDED
    assert shop.providers_asked == {"second"}


def test_it_is_asked_for_an_intent_nobody_committed() -> None:
    shop = a_shop()
    shop.payments.faults.after("create", OrderCancelled("the step dies"))
    with pytest.raises(OrderCancelled):
        shop.requested()
    shop.refund_payment(shop.order_id, CANCELLED)
    assert shop.order.payment.state is PaymentState.VOIDED
    assert shop.providers_asked == {"second"}
