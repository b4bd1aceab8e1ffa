"""Another amount than was authorised is captured at the provider: a person looks, nothing ships."""

import pytest
from orderloom.domain.authorisation import CaptureMode
from orderloom.domain.facts import PaymentFact, PaymentOutcome
from orderloom.domain.outbox import reactions_to
from orderloom.domain.payment import decide_payment
from orderloom.domain.reactions import ResumePayment
from orderloom.domain.states import Lifecycle, PaymentState
from orderloom.domain.transition import OrderEvent, Transition

from tests.builders.orders import a_payment
from tests.builders.transitions import a_source
from tests.unit.services.shop import Shop


def shop(mode: CaptureMode) -> Shop:
    return Shop(payment=a_payment(max_attempts=2, capture=mode)).requested()


def captured(shop: Shop, amount: int) -> OrderEvent:
    fact = PaymentFact(
        source=a_source("evt_captured"),
        outcome=PaymentOutcome.CAPTURED,
        intent_id="pi_1",
        amount=amount,
        currency="USD",
    )
    decision = decide_payment(shop.order, fact, shop.clock.now())
    assert isinstance(decision, Transition)
    shop.orders.commit(decision)
    return decision.event


def test_the_waiting_saga_goes_on_and_holds_the_shipment() -> None:
    late = shop(CaptureMode.MANUAL)
    (reaction,) = reactions_to(captured(late, 1500))
    assert reaction == ResumePayment(tenant_id="acme", order_id=late.order_id)
    late.arrange_shipping(late.order_id)
    order = late.order
    assert (order.lifecycle, order.saga_running) == (Lifecycle.OPEN, False)
    assert order.payment.state is PaymentState.REVIEW
    assert late.carrier.bought == []


def test_a_step_that_comes_back_later_is_answered() -> None:
    late = shop(CaptureMode.MANUAL)
    captured(late, 1500)
    late.await_payment(late.order_id, "t2")
    assert late.saga.answers["t2"] == "resumed"


@pytest.mark.parametrize("mode", [CaptureMode.AUTOMATIC])
def test_where_money_is_taken_at_once_the_saga_waits_for_the_right_sum(mode: CaptureMode) -> None:
    usual = shop(mode)
    assert reactions_to(captured(usual, 1500)) == ()
    usual.await_payment(usual.order_id, "t2")
    assert "t2" not in usual.saga.answers
