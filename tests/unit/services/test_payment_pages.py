"""Orders paid on the provider's own page: its events and those of what it made, in any order."""

import itertools
import json
from typing import Any

import pytest
from orderloom.adapters.provider_registry import reader_for
from orderloom.domain.authorisation import CaptureMode
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.outbox import reactions_to
from orderloom.domain.reactions import WakeParked
from orderloom.domain.states import PaymentState
from orderloom.ports.orders import ProviderObject
from orderloom.services.apply_event import ApplyEvent, Outcome

from tests.builders.orders import a_payment, a_placed, an_order
from tests.builders.transitions import a_transition
from tests.fakes.clock import MOMENT, FakeClock
from tests.fakes.orders import FakeOrders

SESSION, INTENT = "cs_test_1", "pi_1"


class Shop:
    """An order of 2500 USD whose page is `SESSION`; wakes what its commits ask for."""

    def __init__(self, capture: CaptureMode = CaptureMode.AUTOMATIC, *, attempts: int = 1) -> None:
        self.orders = FakeOrders(clock=FakeClock())
        payment = a_payment(
            state=PaymentState.PENDING,
            provider="stripe",
            intent_id=SESSION,
            hosted=True,
            page_url="https://checkout.stripe.com/x",
            capture=capture,
            max_attempts=attempts,
        )
        self.order_id = an_order(payment=payment).order_id
        order = an_order(payment=payment, order_id=self.order_id, saga_running=False)
        self.orders.add(order, a_placed(order))
        reference = ProviderObject("stripe", SESSION)
        self.orders.commit(a_transition(order), aliases=[reference])
        self.apply = ApplyEvent(
            orders_for=lambda _: self.orders,
            reader_for=reader_for,
            restore=lambda _tenant, order_id: pytest.fail(f"{order_id} is in the table"),
            clock=FakeClock(),
        )

    def hear(self, event_type: str, **subject: Any) -> Outcome:
        metadata = {"tenant_id": "acme", "order_id": self.order_id}
        known: dict[str, Any]
        if event_type.startswith("checkout."):
            known = {"id": SESSION, "payment_intent": INTENT, "payment_status": "paid"}
            known |= {"amount_total": 2500}
        else:
            known = {"id": INTENT, "amount_received": 2500, "amount_capturable": 0}
        event_id = f"evt_{event_type}"
        event = {
            "id": event_id,
            "type": event_type,
            "created": 1780000000,
            "data": {"object": {**known, "currency": "usd", "metadata": metadata, **subject}},
        }
        before = len(self.orders.commits)
        told = InboundEvent("acme", "stripe", event_id, MOMENT, json.dumps(event))
        outcome = self.apply(told)
        for commit in self.orders.commits[before:]:
            for reaction in reactions_to(commit.event):
                if isinstance(reaction, WakeParked):
                    self.apply.wake(reaction)
        return outcome

    @property
    def payment(self) -> tuple[PaymentState, int, str | None, str | None]:
        payment = self.orders.get(self.order_id).payment
        return payment.state, payment.captured, payment.payment_id, payment.page_url

    @property
    def posted(self) -> list[tuple[str, str]]:
        return [(e.kind.value, e.object_id) for e in self.orders.ledger(self.order_id)[1]]


PAID = ("payment_intent.created", "payment_intent.succeeded", "checkout.session.completed")


@pytest.mark.parametrize("kinds", list(itertools.permutations(PAID)))
def test_page_and_intent_tell_of_one_payment(kinds: tuple[str, ...]) -> None:
    shop = Shop()
    for kind in kinds:
        shop.hear(kind)
    assert shop.payment == (PaymentState.PAID, 2500, INTENT, None)
    assert shop.posted == [("captured", SESSION)]
    assert shop.orders.find("stripe", INTENT) == shop.order_id
    assert shop.orders.parked("stripe", INTENT) == []


def test_a_declined_card_on_the_page_is_the_pages_affair() -> None:
    shop = Shop()
    assert shop.hear("payment_intent.payment_failed") is Outcome.PARKED
    shop.hear("checkout.session.completed")
    assert shop.payment[0] is PaymentState.PAID
    assert shop.orders.get(shop.order_id).payment.failed_attempts == 0


def test_money_on_its_way_comes_or_not() -> None:
    for end, state in (("succeeded", PaymentState.PAID), ("failed", PaymentState.ATTEMPT_FAILED)):
        shop = Shop()
        shop.hear("checkout.session.completed", payment_status="unpaid")
        assert shop.payment[0] is PaymentState.PENDING
        assert shop.orders.commits[-1].event.type == "payment.begun"
        shop.hear(f"checkout.session.async_payment_{end}")
        if end == "failed":
            shop.hear("payment_intent.payment_failed")
            assert shop.orders.get(shop.order_id).payment.failed_attempts == 1
        assert shop.payment[0] is state


def test_an_expired_page_ends_an_unpaid_order_only() -> None:
    shop = Shop()
    shop.hear("checkout.session.expired", payment_status="unpaid", payment_intent=None)
    assert shop.payment[0] is PaymentState.VOIDED
    shop = Shop()
    shop.hear("checkout.session.completed")
    shop.hear("checkout.session.expired")
    assert shop.payment[0] is PaymentState.PAID


@pytest.mark.parametrize("first", [True, False])
def test_a_page_may_only_authorise(first: bool) -> None:  # noqa: FBT001 - a case
    shop = Shop(CaptureMode.MANUAL)
    told: list[tuple[str, dict[str, Any]]] = [
        ("checkout.session.completed", {"payment_status": "unpaid"}),
        ("payment_intent.amount_capturable_updated", {"amount_capturable": 2500}),
    ]
    for kind, subject in told if first else reversed(told):
        shop.hear(kind, **subject)
    states = [shop.payment[0]]
    assert shop.posted == [("authorised", INTENT)]
    shop.hear("payment_intent.canceled")
    states.append(shop.payment[0])
    assert states == [PaymentState.AUTHORISED, PaymentState.VOIDED]
