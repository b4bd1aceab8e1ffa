"""Reactions reach the workflow engine, twice if they must."""

import pytest
from orderloom.domain.reactions import FailPayment, ResumePayment, StartSaga
from orderloom.errors import TransientError
from orderloom.services.drive_saga import DriveSaga

from tests.unit.services.shop import Shop


def driving(shop: Shop) -> DriveSaga:
    return DriveSaga(orders_for=lambda _tenant: shop.orders, saga=shop.saga)


def test_a_saga_starts_once_with_the_orders_payment_window() -> None:
    shop = Shop(payment_window_seconds=77, fulfilment_grace_seconds=0)
    start = StartSaga(tenant_id="acme", order_id=shop.order_id, attempt=1)
    driving(shop)(start)
    driving(shop)(start)
    (execution,) = shop.saga.executions.values()
    assert execution.payment_window_seconds == 77
    assert (execution.tenant_id, execution.attempt) == ("acme", 1)


def test_a_saga_also_awaits_the_end_of_the_grace() -> None:
    shop = Shop(payment_window_seconds=77, fulfilment_grace_seconds=10)
    driving(shop)(StartSaga(tenant_id="acme", order_id=shop.order_id, attempt=1))
    (execution,) = shop.saga.executions.values()
    assert execution.payment_window_seconds == 87


def test_a_payment_resumes_the_newest_token() -> None:
    shop = Shop().requested()
    shop.orders.save_token(shop.order_id, "t2")
    driving(shop)(ResumePayment(tenant_id="acme", order_id=shop.order_id))
    assert shop.saga.answers == {"t2": "resumed"}


def test_a_payment_without_a_token_is_tried_again() -> None:
    shop = Shop()
    with pytest.raises(TransientError):
        driving(shop)(ResumePayment(tenant_id="acme", order_id=shop.order_id))


def test_a_failure_reaches_the_waiting_step_under_its_name() -> None:
    shop = Shop().requested()
    driving(shop)(FailPayment(tenant_id="acme", order_id=shop.order_id, error="PaymentDeclined"))
    assert shop.saga.answers == {"t1": "PaymentDeclined"}


def test_a_failure_before_the_step_waits_is_left_to_the_step() -> None:
    shop = Shop()
    driving(shop)(FailPayment(tenant_id="acme", order_id=shop.order_id, error="OrderCancelled"))
    assert shop.saga.answers == {}
