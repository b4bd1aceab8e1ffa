"""What is particular where an intent may have several payments, and a payment two events."""

import itertools
from typing import Any

import pytest
from orderloom.domain.facts import EventSource, PaymentFact, PaymentOutcome
from orderloom.domain.order import Order
from orderloom.domain.payment import decide_payment
from orderloom.domain.states import Lifecycle, PaymentState
from orderloom.domain.transition import Transition

from tests.unit.domain.orders import NOW, an_order

_ids = itertools.count()


def the_order(**payment: Any) -> Order:
    known = {"provider": "razorpay", "intent_id": "order_1", "max_attempts": 2}
    return an_order(payment=known | payment)


def a_fact(outcome: PaymentOutcome, payment_id: str = "pay_1", **fields: Any) -> PaymentFact:
    source = EventSource(
        provider=fields.pop("provider", "razorpay"),
        event_id=f"ev_{next(_ids)}",
        event_type="x",
        occurred_at=NOW,
    )
    given = {"amount": 4200, "currency": "USD", "intent_id": "order_1", **fields}
    return PaymentFact.model_validate(
        {"source": source, "outcome": outcome, "payment_id": payment_id, **given}
    )


def after(order: Order, *facts: PaymentFact) -> Order:
    for fact in facts:
        decision = decide_payment(order, fact, NOW)
        if isinstance(decision, Transition):
            order = decision.order
    return order


def test_an_attempt_told_of_under_several_ids_counts_once() -> None:
    failed = PaymentOutcome.ATTEMPT_FAILED
    order = after(the_order(), a_fact(failed), a_fact(failed), a_fact(failed))
    assert (order.payment.failed_attempts, order.payment.failed_payment_ids) == (1, ("pay_1",))
    order = after(order, a_fact(failed, "pay_2"), a_fact(failed), a_fact(failed, "pay_2"))
    assert order.payment.failed_attempts == 2


def test_both_tellings_of_a_payment_pay_once() -> None:
    captured = PaymentOutcome.CAPTURED
    paid = after(the_order(), a_fact(captured), a_fact(captured))
    assert (paid.payment.state, paid.payment.payment_id) == (PaymentState.PAID, "pay_1")
    assert paid.version == the_order().version + 1


def test_a_failed_payment_authorised_late_is_paid() -> None:
    failed, captured = PaymentOutcome.ATTEMPT_FAILED, PaymentOutcome.CAPTURED
    assert after(the_order(), a_fact(failed), a_fact(captured)).payment.state is PaymentState.PAID


def test_late_money_for_a_cancelled_order_starts_the_saga_again() -> None:
    order = the_order(state=PaymentState.VOIDED).model_copy(
        update={"lifecycle": Lifecycle.CLOSED, "saga_running": False}
    )
    paid = after(order, a_fact(PaymentOutcome.CAPTURED))
    assert (paid.saga_attempt, paid.saga_running) == (order.saga_attempt + 1, True)


def test_money_in_another_or_no_currency_is_reviewed() -> None:
    for currency in ("", "INR"):
        order = after(the_order(), a_fact(PaymentOutcome.CAPTURED, currency=currency))
        assert order.payment.state is PaymentState.REVIEW


@pytest.mark.parametrize("outcome", PaymentOutcome)
def test_an_event_of_another_provider_is_never_applied(outcome: PaymentOutcome) -> None:
    order = the_order()
    assert after(order, a_fact(outcome, provider="stripe")) == order


@pytest.mark.parametrize("later", [(), (4200,), (2100, 4200)])
def test_a_partial_payment_never_counts_as_paid(later: tuple[int, ...]) -> None:
    """Links of ours take none; one that a merchant changed becomes a task, its money counted."""
    partly = a_fact(PaymentOutcome.CAPTURED, amount=2100)
    noted = a_fact(PaymentOutcome.NOTED)  # payment_link.partially_paid
    further = [
        a_fact(PaymentOutcome.CAPTURED, f"pay_{number}", amount=amount)
        for number, amount in enumerate(later, start=2)
    ]
    for facts in ((partly, noted, *further), (noted, partly, *further)):
        order = after(the_order(), *facts)
        assert (order.payment.state, order.payment.captured) == (PaymentState.REVIEW, 2100)
        assert order.attention is not None
    assert after(the_order(), noted) == the_order()
