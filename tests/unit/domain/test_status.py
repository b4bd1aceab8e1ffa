"""The one status a merchant sees."""

import pytest
from orderloom.domain.order import Order
from orderloom.domain.states import FulfilmentState, Lifecycle, PaymentState, StockState
from orderloom.domain.status import OrderStatus, status_of

from tests.unit.domain.orders import a_shipped_order, an_order

PLACED = {"state": PaymentState.NONE, "intent_id": None}
PAID = {"state": PaymentState.PAID, "captured": 4200}
IN_REVIEW = {"state": PaymentState.REVIEW, "captured": 1}


@pytest.mark.parametrize(
    ("order", "status"),
    [
        (an_order(payment=PLACED), OrderStatus.PENDING),
        (an_order(payment=PLACED, stock=StockState.RESERVED), OrderStatus.PAYMENT_PENDING),
        (an_order(), OrderStatus.PAYMENT_PENDING),
        (an_order(payment={"state": PaymentState.ATTEMPT_FAILED}), OrderStatus.PAYMENT_PENDING),
        (an_order(payment=PAID), OrderStatus.PAID),
        (an_order(payment=IN_REVIEW), OrderStatus.IN_REVIEW),
        (an_order(payment=IN_REVIEW, lifecycle=Lifecycle.CLOSING), OrderStatus.CANCELLING),
        (a_shipped_order(FulfilmentState.LABELLED), OrderStatus.LABELLED),
        (a_shipped_order(FulfilmentState.EXCEPTION), OrderStatus.DELIVERY_EXCEPTION),
        (a_shipped_order(FulfilmentState.DELIVERED), OrderStatus.DELIVERED),
        (
            a_shipped_order(FulfilmentState.LABELLED, lifecycle=Lifecycle.CLOSING),
            OrderStatus.CANCELLING,
        ),
        (
            a_shipped_order(FulfilmentState.VOIDED, lifecycle=Lifecycle.CLOSED),
            OrderStatus.CANCELLED,
        ),
    ],
)
def test_the_status_of_an_order(order: Order, status: OrderStatus) -> None:
    assert status_of(order) is status
