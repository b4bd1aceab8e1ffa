"""Nothing leaves the table that is not over."""

from datetime import timedelta
from typing import Any

import pytest
from orderloom.domain.money import DisputeState, OrderDispute, OrderRefund, RefundState
from orderloom.domain.order import Attention, Fulfilment, Order
from orderloom.domain.retention import has_ended, leaves_at, may_be_leaving
from orderloom.domain.states import (
    AttentionKind,
    FulfilmentState,
    Lifecycle,
    PaymentState,
    StockState,
)

from tests.builders.orders import a_payment, an_order
from tests.fakes.clock import MOMENT

TASK = Attention(kind=AttentionKind.REFUND_FAILED, since=MOMENT, detail="declined")


def delivered(**changes: Any) -> Order:
    ended: dict[str, Any] = {
        "saga_running": False,
        "stock": StockState.RESERVED,
        "payment": a_payment(state=PaymentState.PAID, captured=2500),
        "fulfilment": Fulfilment(state=FulfilmentState.DELIVERED),
    }
    return an_order(**{**ended, **changes})


def cancelled(**changes: Any) -> Order:
    ended: dict[str, Any] = {
        "lifecycle": Lifecycle.CLOSED,
        "saga_running": False,
        "stock": StockState.RELEASED,
        "payment": a_payment(state=PaymentState.REFUNDED, captured=2500, refunded=2500),
    }
    return an_order(**{**ended, **changes})


@pytest.mark.parametrize("state", PaymentState)
def test_a_delivered_order_is_over_once_its_money_is_settled(state: PaymentState) -> None:
    settled = {PaymentState.PAID, PaymentState.PART_REFUNDED, PaymentState.REFUNDED}
    assert has_ended(delivered(payment=a_payment(state=state))) is (state in settled)


@pytest.mark.parametrize("state", FulfilmentState)
def test_an_order_that_goes_forward_is_over_once_its_parcel_arrived(
    state: FulfilmentState,
) -> None:
    arrived = {FulfilmentState.DELIVERED, FulfilmentState.RETURNED}
    assert has_ended(delivered(fulfilment=Fulfilment(state=state))) is (state in arrived)


@pytest.mark.parametrize("state", PaymentState)
def test_a_cancelled_order_is_over_once_nothing_is_owed(state: PaymentState) -> None:
    owes_nothing = {PaymentState.NONE, PaymentState.VOIDED, PaymentState.REFUNDED}
    nothing_back = {PaymentState.PAID, PaymentState.PART_REFUNDED}
    captured = 2500 if state in nothing_back else 0
    payment = a_payment(state=state, captured=captured)
    assert has_ended(cancelled(payment=payment)) is (state in owes_nothing)


def test_what_a_lost_dispute_took_is_owed_to_nobody() -> None:
    lost = OrderDispute(dispute_id="dp_1", amount=2500, currency="USD", state=DisputeState.LOST)
    paid = a_payment(state=PaymentState.PAID, captured=2500)
    assert has_ended(cancelled(payment=paid, disputes=(lost,)))


@pytest.mark.parametrize("state", RefundState)
def test_a_refund_that_is_not_through_keeps_an_order(state: RefundState) -> None:
    refund = OrderRefund(amount=100, state=state, operation="op_1", answered=True)
    paid = a_payment(state=PaymentState.PART_REFUNDED, captured=2500, refunds=(refund,))
    through = {RefundState.SUCCEEDED, RefundState.FAILED}
    assert has_ended(delivered(payment=paid)) is (state in through)


def test_refunds_the_provider_tells_of_and_nobody_knows_keep_it_too() -> None:
    paid = a_payment(state=PaymentState.PAID, captured=2500, refunds_told=100)
    assert not has_ended(delivered(payment=paid))


@pytest.mark.parametrize("state", DisputeState)
def test_a_dispute_that_is_open_keeps_an_order(state: DisputeState) -> None:
    dispute = OrderDispute(dispute_id="dp_1", amount=100, currency="USD", state=state)
    ended = {DisputeState.CLOSED, DisputeState.WON, DisputeState.LOST}
    assert has_ended(delivered(disputes=(dispute,))) is (state in ended)


@pytest.mark.parametrize("order", [delivered(), cancelled()], ids=["delivered", "cancelled"])
@pytest.mark.parametrize(
    "changes",
    [{"saga_running": True}, {"attention": TASK}, {"lifecycle": Lifecycle.CLOSING}],
    ids=["a saga runs", "a person is asked", "being undone"],
)
def test_an_order_with_something_to_come_is_not_over(
    order: Order, changes: dict[str, object]
) -> None:
    assert has_ended(order)
    assert leaves_at(order.model_copy(update=changes)) is None


def test_an_order_that_is_cancelled_holds_no_stock() -> None:
    assert not has_ended(cancelled(stock=StockState.RESERVED))


def test_retention_counts_from_the_last_change() -> None:
    later = MOMENT + timedelta(days=5)
    order = delivered(updated_at=later, retention_days=30)
    assert leaves_at(order) == MOMENT + timedelta(days=35)
    assert leaves_at(delivered()) == MOMENT + timedelta(days=90)


def test_an_order_may_be_leaving_from_an_hour_before_its_time() -> None:
    due = MOMENT + timedelta(days=90)
    assert not may_be_leaving(delivered(), due - timedelta(hours=1, seconds=1))
    assert may_be_leaving(delivered(), due - timedelta(hours=1))
    assert may_be_leaving(delivered(), due + timedelta(days=3))
    assert not may_be_leaving(an_order(), due + timedelta(days=3))
