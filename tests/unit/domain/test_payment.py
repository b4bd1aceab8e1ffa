"""The payment machine, above all when facts come twice, late or out of order."""

from datetime import timedelta

import pytest
from orderloom.domain.facts import PaymentOutcome
from orderloom.domain.ledger import EntryKind
from orderloom.domain.money import OrderRefund, RefundState
from orderloom.domain.payment import decide_payment
from orderloom.domain.states import AttentionKind, Lifecycle, PaymentState
from orderloom.domain.transition import EventType, OrderEvent, Transition

from tests.unit.domain.orders import NOW, a_payment_fact, an_order

CAPTURED = a_payment_fact(PaymentOutcome.CAPTURED)
FAILED = a_payment_fact(PaymentOutcome.ATTEMPT_FAILED, code="card_declined")
VOIDED = a_payment_fact(PaymentOutcome.VOIDED)


def test_a_capture_pays_an_open_order() -> None:
    decision = decide_payment(an_order(), CAPTURED, NOW)
    assert isinstance(decision, Transition)
    assert decision.order.payment.state is PaymentState.PAID
    assert decision.order.payment.captured == 4200
    assert decision.order.version == decision.event.version == 4
    assert decision.event.provider_event == CAPTURED.source


def test_a_capture_tells_of_the_grace_of_its_order() -> None:
    decision = decide_payment(an_order(fulfilment_grace_seconds=60), CAPTURED, NOW)
    assert isinstance(decision, Transition)
    assert decision.event.data["grace_seconds"] == 60


def test_a_capture_after_failed_attempts_still_pays() -> None:
    order = an_order(payment={"state": PaymentState.ATTEMPT_FAILED, "failed_attempts": 1})
    decision = decide_payment(order, CAPTURED, NOW)
    assert isinstance(decision, Transition)
    assert decision.order.payment.state is PaymentState.PAID


def test_a_second_capture_of_the_same_money_is_only_noted() -> None:
    paid = an_order(payment={"state": PaymentState.PAID, "captured": 4200})
    decision = decide_payment(paid, CAPTURED, NOW)
    assert isinstance(decision, OrderEvent)
    assert decision.type is EventType.PROVIDER_EVENT_NOTED
    assert decision.version == paid.version


@pytest.mark.parametrize(("amount", "currency"), [(4199, "USD"), (4201, "USD"), (4200, "EUR")])
def test_other_money_than_asked_for_goes_to_a_person(amount: int, currency: str) -> None:
    fact = a_payment_fact(PaymentOutcome.CAPTURED, amount=amount, currency=currency)
    decision = decide_payment(an_order(), fact, NOW)
    assert isinstance(decision, Transition)
    assert decision.order.payment.state is PaymentState.REVIEW
    assert decision.order.payment.captured == amount
    assert decision.order.attention is not None
    assert decision.order.attention.kind is AttentionKind.PAYMENT_REVIEW


@pytest.mark.parametrize("lifecycle", [Lifecycle.CLOSING, Lifecycle.CLOSED])
def test_money_for_an_order_given_up_starts_a_further_run_of_the_saga(
    lifecycle: Lifecycle,
) -> None:
    decision = decide_payment(an_order(lifecycle=lifecycle), CAPTURED, NOW)
    assert isinstance(decision, Transition)
    assert decision.order.saga_attempt == 2
    assert decision.event.data["saga_attempt"] == 2
    assert decision.order.lifecycle is lifecycle


def test_the_last_allowed_decline_is_told_apart() -> None:
    first = decide_payment(an_order(), FAILED, NOW)
    assert isinstance(first, Transition)
    assert first.event.data["exhausted"] is False
    assert first.order.payment.decline_code == "card_declined"
    second = decide_payment(first.order, FAILED, NOW)
    assert isinstance(second, Transition)
    assert second.event.data["exhausted"] is True


@pytest.mark.parametrize("state", [PaymentState.PAID, PaymentState.REFUNDED, PaymentState.VOIDED])
def test_a_void_after_the_end_changes_nothing(state: PaymentState) -> None:
    order = an_order(payment={"state": state, "captured": 4200})
    assert isinstance(decide_payment(order, VOIDED, NOW), OrderEvent)


@pytest.mark.parametrize("state", [PaymentState.PAID, PaymentState.REFUNDED, PaymentState.VOIDED])
def test_a_decline_told_of_after_the_end_is_counted_and_no_more(state: PaymentState) -> None:
    before = an_order(payment={"state": state, "captured": 4200})
    late = decide_payment(before, FAILED, NOW)
    assert isinstance(late, Transition)
    assert late.event.type is EventType.PROVIDER_EVENT_NOTED
    counted = {"failed_attempts": 1, "decline_code": "card_declined", "declined_at": NOW}
    assert late.order.payment == before.payment.model_copy(update=counted)


def test_a_decline_while_closing_is_counted_and_no_more() -> None:
    late = decide_payment(an_order(lifecycle=Lifecycle.CLOSING), FAILED, NOW)
    assert isinstance(late, Transition)
    assert late.event.type is EventType.PROVIDER_EVENT_NOTED
    assert late.order.payment.state is PaymentState.PENDING


def test_the_code_is_that_of_the_latest_decline_whichever_is_told_of_first() -> None:
    later = FAILED.source.model_copy(update={"occurred_at": NOW + timedelta(seconds=1)})
    last = FAILED.model_copy(update={"source": later, "code": "lost_card"})
    for facts in ((FAILED, last), (last, FAILED)):
        order = an_order()
        for fact in facts:
            decision = decide_payment(order, fact, NOW)
            assert isinstance(decision, Transition)
            order = decision.order
        assert (order.payment.failed_attempts, order.payment.decline_code) == (2, "lost_card")


def test_a_capture_is_posted_under_its_intent() -> None:
    decision = decide_payment(an_order(), CAPTURED, NOW)
    assert isinstance(decision, Transition)
    (entry,) = decision.entries
    assert (entry.provider, entry.object_id, entry.kind) == ("stripe", "pi_1", EntryKind.CAPTURED)


def test_a_sum_of_refunds_above_the_known_is_asked_about_never_assigned() -> None:
    order = an_order(payment={"state": PaymentState.PAID, "captured": 4200})
    fact = a_payment_fact(PaymentOutcome.REFUNDED, amount=1000)
    decision = decide_payment(order, fact, NOW)
    assert isinstance(decision, Transition)
    assert decision.event.type is EventType.PAYMENT_REFUNDS_UNKNOWN
    assert (decision.order.payment.state, decision.order.payment.refunded) == (PaymentState.PAID, 0)
    assert decision.entries == ()
    again = decide_payment(decision.order, fact, NOW)
    assert isinstance(again, OrderEvent)


def test_a_sum_the_known_refunds_explain_is_noted() -> None:
    known = OrderRefund(refund_id="re_1", amount=2000, state=RefundState.FAILED)
    order = an_order(payment={"state": PaymentState.PAID, "captured": 4200, "refunds": (known,)})
    fact = a_payment_fact(PaymentOutcome.REFUNDED, amount=2000)
    assert isinstance(decide_payment(order, fact, NOW), OrderEvent)
