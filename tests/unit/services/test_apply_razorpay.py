"""Razorpay's events on their way to an order, in any order."""

import itertools
import json
from typing import Any

import pytest
from orderloom.adapters.provider_registry import reader_for
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.states import PaymentState
from orderloom.ports.orders import ProviderObject
from orderloom.services.apply_event import ApplyEvent, Outcome

from tests.builders.inbound import news_of
from tests.builders.orders import a_payment, a_placed, an_order
from tests.builders.transitions import a_transition
from tests.fakes.clock import MOMENT, FakeClock
from tests.fakes.orders import FakeOrders
from tests.unit.adapters.razorpay.samples import ORDER, PAYMENT, sample

OURS = sample("order.paid")["payload"]["order"]["entity"]["notes"]["order_id"]


def never_restored(_tenant_id: str, order_id: str) -> None:
    pytest.fail(f"{order_id} is in the table")


class Shop:
    """An order of 4200 INR that waits for Razorpay's `ORDER` to be paid."""

    def __init__(self, *, known: bool = True) -> None:
        self.orders = FakeOrders(clock=FakeClock())
        payment = a_payment(
            state=PaymentState.PENDING, provider="razorpay", intent_id=ORDER, max_attempts=3
        )
        self.order = an_order(order_id=OURS, payment=payment, currency="INR", total=4200)
        self.orders.add(self.order, a_placed(self.order))
        self.apply = ApplyEvent(
            orders_for=lambda _: self.orders,
            reader_for=reader_for,
            restore=never_restored,
            clock=FakeClock(),
        )
        if known:
            self.learn()

    def learn(self) -> None:
        transition = a_transition(self.orders.get(self.order.order_id))
        self.orders.commit(transition, aliases=[ProviderObject("razorpay", ORDER)])

    def hear(self, event: dict[str, Any], event_id: str) -> Outcome:
        body = json.dumps(event)
        return self.apply(InboundEvent("acme", "razorpay", event_id, MOMENT, body))

    @property
    def state(self) -> tuple[PaymentState, int, int]:
        payment = self.orders.get(self.order.order_id).payment
        return payment.state, payment.captured, payment.refunded


HISTORY = ("payment.authorized", "payment.captured", "order.paid", "payment.failed")


@pytest.mark.parametrize("kinds", list(itertools.permutations(HISTORY)))
def test_every_order_of_a_paid_history_ends_paid(kinds: tuple[str, ...]) -> None:
    shop = Shop()
    for number, kind in enumerate(kinds):
        event = sample(kind)
        if kind == "payment.failed":
            event = sample(kind, payment={"id": "pay_Earlier000001"})
        shop.hear(event, f"ev_{number}")
        assert shop.hear(event, f"ev_{number}") is Outcome.DUPLICATE
    assert shop.state == (PaymentState.PAID, 4200, 0)
    paid = [c.event.type for c in shop.orders.commits if c.event.type == "payment.captured"]
    assert len(paid) == 1


@pytest.mark.parametrize("kind", ["payment.captured", "order.paid"])
def test_a_payment_ahead_of_its_order_is_parked_and_woken(kind: str) -> None:
    shop = Shop(known=False)
    assert shop.hear(sample(kind), "ev_1") is Outcome.PARKED
    shop.learn()
    assert shop.apply.wake(news_of("razorpay", ORDER)) == [Outcome.APPLIED]
    assert shop.state == (PaymentState.PAID, 4200, 0)


def test_a_sale_the_merchant_made_elsewhere_is_foreign() -> None:
    shop = Shop(known=False)
    elsewhere = sample("order.paid", order={"notes": []})
    assert shop.hear(elsewhere, "ev_1") is Outcome.FOREIGN


def test_partial_refunds_add_up_whatever_their_order() -> None:
    shop = Shop()
    shop.hear(sample("payment.captured"), "ev_1")
    shop.hear(sample("refund.processed", refund={"id": "rfnd_2", "amount": 1800}), "ev_3")
    shop.hear(sample("refund.processed", refund={"id": "rfnd_1", "amount": 1200}), "ev_2")
    shop.hear(sample("refund.created", refund={"id": "rfnd_1", "amount": 1200}), "ev_1a")
    assert shop.state == (PaymentState.PART_REFUNDED, 4200, 3000)
    shop.hear(sample("refund.processed", refund={"id": "rfnd_3", "amount": 1200}), "ev_4")
    assert shop.state == (PaymentState.REFUNDED, 4200, 4200)


def test_the_payment_is_known_by_its_own_id_once_it_succeeded() -> None:
    shop = Shop()
    assert shop.orders.find("razorpay", PAYMENT) is None
    shop.hear(sample("payment.captured"), "ev_1")
    assert shop.orders.find("razorpay", PAYMENT) == shop.order.order_id
    assert shop.orders.find("stripe", PAYMENT) is None


def test_another_amount_goes_to_review() -> None:
    shop = Shop()
    shop.hear(sample("payment.captured", payment={"amount": 4100}), "ev_1")
    assert shop.state == (PaymentState.REVIEW, 4100, 0)


def test_what_is_about_no_order_changes_nothing() -> None:
    shop = Shop()
    assert shop.hear(sample("payment.downtime.started"), "ev_1") is Outcome.NOTED
    assert shop.hear({"event": "zen.mode"}, "ev_2") is Outcome.UNKNOWN_TYPE
