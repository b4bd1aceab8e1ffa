"""A merchant's captures: on record first, taken once, whatever becomes of the answers."""

import pytest
from orderloom.domain.authorisation import CaptureMode, CaptureState
from orderloom.domain.facts import PaymentFact, PaymentOutcome
from orderloom.domain.payment import decide_payment
from orderloom.domain.states import Lifecycle, PaymentState
from orderloom.domain.transition import Transition
from orderloom.errors import (
    IdempotencyKeyReused,
    InvalidRequest,
    OrderCancelled,
    PaymentVoided,
    ProviderRefused,
    ProviderUnavailable,
    TransientError,
)
from orderloom.ports.providers import ProviderRegistry, ProviderTerms
from orderloom.services.request_capture import CaptureRequest, RequestCapture, RequestedCapture
from orderloom.services.send_capture import SendCapture

from tests.builders.orders import a_payment
from tests.builders.transitions import a_source
from tests.unit.services.shop import CANCELLED, Shop

LOST = ProviderUnavailable("stripe", "capture", "lost")


class Terms(ProviderRegistry):
    def __init__(self, *, captures_parts: bool) -> None:
        self._parts = captures_parts

    def terms(self, provider: str) -> ProviderTerms | None:  # noqa: ARG002 - all the same
        return ProviderTerms(captures_later=True, captures_parts=self._parts)


class Desk:
    """An authorised order of 2500, with somebody who captures."""

    def __init__(
        self, mode: CaptureMode = CaptureMode.MANUAL, *, captures_parts: bool = True
    ) -> None:
        payment = a_payment(max_attempts=2, capture=mode)
        self.shop = Shop(payment=payment).requested()
        self.shop.payments.authorise("pi_1", 2500)
        self.told(PaymentOutcome.AUTHORISED)
        self._request = RequestCapture(
            orders=self.shop.orders,
            providers=Terms(captures_parts=captures_parts),
            clock=self.shop.clock,
        )
        self._send = SendCapture(
            orders=self.shop.orders, payments=lambda _: self.shop.payments, clock=self.shop.clock
        )

    def told(self, outcome: PaymentOutcome, amount: int = 2500) -> None:
        fact = PaymentFact(
            source=a_source(f"evt_{outcome}"),
            outcome=outcome,
            intent_id="pi_1",
            amount=amount,
            currency="USD",
        )
        decision = decide_payment(self.shop.order, fact, self.shop.clock.now())
        assert isinstance(decision, Transition)
        self.shop.orders.commit(decision)

    def held(self) -> "Desk":
        self.shop.arrange_shipping(self.shop.order_id)
        return self

    def ask(self, amount: int | None = None, key: str = "k1") -> RequestedCapture:
        request = CaptureRequest(amount, "USD", fingerprint=f"{amount}")
        return self._request(self.shop.order_id, request, key)

    def send(self, operation: str) -> None:
        self._send(self.shop.order_id, operation)

    @property
    def request_state(self) -> CaptureState | None:
        request = self.shop.order.payment.capture_request
        return request.state if request else None


def test_nothing_is_shipped_before_the_money_is_taken() -> None:
    desk = Desk().held()
    assert desk.shop.carrier.bought == []
    assert not desk.shop.order.saga_running
    assert desk.shop.events[-1] == "shipment.held"
    desk.send(desk.ask().operation.operation)
    assert (desk.shop.order.payment.state, desk.shop.order.saga_attempt) == (PaymentState.PAID, 2)
    desk.shop.arrange_shipping(desk.shop.order_id)
    assert len(desk.shop.carrier.bought) == 1


def test_a_capture_between_the_look_and_the_hold_lets_the_step_go_on() -> None:
    desk = Desk()
    desk.shop.orders.before_next_commit(lambda: desk.told(PaymentOutcome.CAPTURED))
    with pytest.raises(TransientError, match="held no longer"):
        desk.held()
    desk.held()
    assert len(desk.shop.carrier.bought) == 1


def test_a_request_is_on_record_before_it_is_sent() -> None:
    desk = Desk().held()
    asked = desk.ask(1000)
    assert desk.request_state is CaptureState.REQUESTED
    assert desk.shop.payments.captures == []
    again = desk.ask(1000)
    assert (again.replayed, again.operation) == (True, asked.operation)
    with pytest.raises(IdempotencyKeyReused):
        desk.ask(900)
    desk.send(asked.operation.operation)
    desk.send(asked.operation.operation)
    assert desk.shop.payments.captures == [("pi_1", 1000)]
    assert (desk.request_state, desk.shop.order.payment.captured) == (CaptureState.DONE, 1000)


def test_a_provider_that_takes_all_or_nothing_is_not_asked_for_a_part() -> None:
    desk = Desk(captures_parts=False)
    with pytest.raises(InvalidRequest, match="the whole 2500 USD or nothing"):
        desk.ask(2499)
    assert desk.ask(2500).operation.amount == 2500


@pytest.mark.parametrize("at", ["before", "after"])
def test_a_lost_answer_is_asked_about_and_the_money_taken_once(at: str) -> None:
    desk = Desk().held()
    operation = desk.ask().operation.operation
    getattr(desk.shop.payments.faults, at)("capture", LOST)
    if at == "before":
        with pytest.raises(ProviderUnavailable):
            desk.send(operation)
        assert desk.request_state is CaptureState.REQUESTED
    desk.send(operation)
    assert desk.request_state is CaptureState.DONE
    assert desk.shop.payments.captures == [("pi_1", 2500)]


def test_a_refusal_is_a_task() -> None:
    desk = Desk().held()
    refused = ProviderRefused("stripe", "capture", "amount_too_small", "")
    desk.shop.payments.faults.before("capture", refused)
    desk.send(desk.ask(10).operation.operation)
    attention = desk.shop.order.attention
    assert attention is not None
    assert attention.detail == "capture of 10 USD failed: amount_too_small"
    desk.send(desk.ask(20, "k2").operation.operation)
    assert desk.shop.order.payment.captured == 20


def test_a_refusal_because_it_lapsed_gives_the_order_up() -> None:
    desk = Desk().held()
    desk.shop.payments.lapse("pi_1")
    desk.send(desk.ask().operation.operation)
    order = desk.shop.order
    assert (order.payment.state, order.lifecycle) == (PaymentState.VOIDED, Lifecycle.CLOSING)
    with pytest.raises(OrderCancelled):
        desk.shop.reserve_stock(order.order_id)


def test_cancelling_lets_go_of_it_and_refunds_nothing() -> None:
    desk = Desk().held()
    desk.shop.give_up()
    assert desk.shop.order.payment.state is PaymentState.VOIDED
    assert desk.shop.payments.intent("pi_1").cancelled
    assert desk.shop.payments.refunds == {}
    assert desk.shop.stock == 6


def test_a_capture_that_comes_first_is_refunded_by_the_cancel() -> None:
    desk = Desk().held()
    operation = desk.ask(1000).operation.operation
    desk.shop.payments.capture("pi_1", 1000, operation)
    desk.shop.give_up()
    desk.send(operation)
    assert desk.shop.order.payment.state is PaymentState.REFUNDED
    assert [amount for _, amount in desk.shop.payments.refunds.values()] == [1000]


def test_an_order_being_given_up_is_not_captured_any_more() -> None:
    desk = Desk().held()
    operation = desk.ask().operation.operation
    desk.shop.void_label(desk.shop.order_id, CANCELLED)
    desk.send(operation)
    assert (desk.request_state, desk.shop.payments.captures) == (CaptureState.FAILED, [])


def test_on_shipping_the_label_asks_for_the_money() -> None:
    desk = Desk(CaptureMode.ON_SHIPPING).held()
    event = desk.shop.orders.commits[-1].event
    assert (event.type, desk.shop.order.saga_running) == ("label.purchased", False)
    desk.send(event.data["operation"])
    assert desk.shop.payments.captures == [("pi_1", 2500)]
    order = desk.shop.order
    assert (order.payment.state, order.saga_attempt) == (PaymentState.PAID, 1)


def test_on_shipping_a_lapse_while_the_label_is_bought_gives_it_back() -> None:
    desk = Desk(CaptureMode.ON_SHIPPING)
    desk.shop.orders.before_next_commit(lambda: desk.told(PaymentOutcome.VOIDED))
    with pytest.raises(PaymentVoided, match="authorisation ended"):
        desk.held()
    desk.shop.give_up()
    assert desk.shop.order.lifecycle is Lifecycle.CLOSED
    assert len(desk.shop.carrier.voided) == 1


def test_a_step_repeated_after_the_authorisation_answers_its_new_token() -> None:
    desk = Desk()
    desk.shop.await_payment(desk.shop.order_id, "t2")
    assert desk.shop.saga.answers == {"t2": "resumed"}
