"""Stripe's payment page: the adapter against the simulated Stripe, in process."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from orderloom.adapters.stripe.payments import StripePayments
from orderloom.errors import ProviderRefused
from orderloom.ports.payments import PageLine, PageRequest, PaymentRequest

from tests.unit.adapters.stripe.simulated import Simulated, simulated

PAGE = PageRequest(
    success_url="https://shop.test/thanks?s={CHECKOUT_SESSION_ID}",
    cancel_url="https://shop.test/basket",
    lines=(PageLine("Mug", 2, 1000), PageLine("Tea", 1, 599)),
)
REQUEST = PaymentRequest("acme", "ord_1", 2599, "EUR", "ord_1:payment", page=PAGE)
LATER = replace(REQUEST, capture_later=True)


@dataclass(frozen=True)
class World:
    sim: Simulated
    payments: StripePayments

    def page(self, request: PaymentRequest = REQUEST) -> str:
        return self.payments.create(request).intent_id

    def paid(self, request: PaymentRequest = REQUEST) -> str:
        session_id = self.page(request)
        self.sim.page(session_id, "pay")
        return session_id


@pytest.fixture
def world() -> Iterator[World]:
    with simulated() as sim:
        yield World(sim, sim.payments())


def test_a_page_is_asked_for_once_and_shows_the_lines(world: World) -> None:
    first = world.payments.create(REQUEST)
    assert world.payments.create(REQUEST) == first
    (session,) = world.sim.get("checkout/sessions")["data"]
    assert (session["id"], session["url"]) == (first.intent_id, first.page_url)
    assert (session["amount_total"], session["currency"]) == (2599, "eur")
    assert session["metadata"] == {"tenant_id": "acme", "order_id": "ord_1"}
    assert (session["success_url"], session["cancel_url"]) == (PAGE.success_url, PAGE.cancel_url)


def test_what_the_page_made_carries_our_order(world: World) -> None:
    record = world.payments.on_record(world.paid())
    assert record.captured == 2599
    (intent,) = world.sim.get("payment_intents")["data"]
    assert intent["metadata"] == {"tenant_id": "acme", "order_id": "ord_1"}
    assert (record.payment_id, record.aliases) == (intent["id"], (intent["id"],))


def test_a_page_nobody_paid_is_closed(world: World) -> None:
    session_id = world.page()
    for _ in range(2):
        closed = world.payments.cancel(session_id, "void")
        assert (closed.captured, closed.cancelled) == (0, True)
    record = world.payments.on_record(session_id)
    assert (record.captured, record.cancelled) == (0, True)
    with pytest.raises(ProviderRefused, match="nothing_paid"):
        world.payments.refund(session_id, 1, "k")


def test_a_page_with_a_declined_card_is_closed_with_its_intent(world: World) -> None:
    session_id = world.page()
    world.sim.page(session_id, "pay", card="pm_card_chargeDeclined")
    assert world.payments.cancel(session_id, "void").cancelled
    (intent,) = world.sim.get("payment_intents")["data"]
    assert intent["status"] == "canceled"


def test_a_paid_page_is_answered_as_paid_and_refunded(world: World) -> None:
    session_id = world.paid()
    paid = world.payments.cancel(session_id, "void")
    assert (paid.intent_id, paid.captured, paid.cancelled) == (session_id, 2599, False)
    assert world.payments.refund(session_id, 599, "ord_1:refund:0").settled
    assert [refund.amount for refund in world.payments.on_record(session_id).refunds] == [599]


def test_a_page_may_only_authorise(world: World) -> None:
    session_id = world.paid(LATER)
    assert world.payments.on_record(session_id).authorised == 2599
    taken = world.payments.capture(session_id, 2000, "k")
    assert (taken.intent_id, taken.captured) == (session_id, 2000)
    dropped = world.paid(replace(LATER, order_id="ord_2", operation_key="ord_2:payment"))
    assert world.payments.void(dropped, "k2").cancelled


def test_a_price_stripe_cannot_take_is_refused(world: World) -> None:
    page = replace(PAGE, lines=(PageLine("Vanilla", 1, 250),))
    with pytest.raises(ProviderRefused, match="amount_not_whole"):
        world.page(replace(REQUEST, currency="MGA", amount=250, page=page))
