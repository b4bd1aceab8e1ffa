"""The adapter against the simulated Razorpay, in process."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from orderloom.adapters.razorpay.payments import RazorpayPayments
from orderloom.domain.money import RefundState
from orderloom.errors import CredentialsRejected, ProviderRefused, ProviderUnavailable
from orderloom.ports.payments import PaymentRequest

from tests.unit.adapters.razorpay.simulated import Simulated, simulated

ORDER_ID = "ord_01kb5qv3ch0000000000000001"
REQUEST = PaymentRequest(
    tenant_id="acme",
    order_id=ORDER_ID,
    amount=4200,
    currency="INR",
    operation_key=f"{ORDER_ID}:payment",
)
REFUND = f"{ORDER_ID}:refund:0"


@dataclass(frozen=True)
class World:
    sim: Simulated
    payments: RazorpayPayments

    def paid(self, amount: int | None = None) -> str:
        """An order the shopper has paid."""
        intent_id = self.payments.create(REQUEST).intent_id
        self.sim.pay(intent_id, amount=amount)
        return intent_id


@pytest.fixture
def world() -> Iterator[World]:
    with simulated() as sim:
        yield World(sim, sim.payments())


def test_a_payment_is_an_order_with_our_id_on_it(world: World) -> None:
    intent = world.payments.create(REQUEST)
    (order,) = world.sim.orders()
    assert (order["id"], order["receipt"]) == (intent.intent_id, ORDER_ID)
    assert order["notes"] == {"tenant_id": "acme", "order_id": ORDER_ID}
    assert (order["amount"], order["currency"]) == (4200, "INR")
    assert (intent.public_key, intent.client_secret) == (world.sim.key_id, None)


def test_asked_again_it_is_the_same_order(world: World) -> None:
    assert world.payments.create(REQUEST) == world.payments.create(REQUEST)
    assert len(world.sim.orders()) == 1


def test_an_order_whose_answer_was_lost_is_found(world: World) -> None:
    world.sim.lose_answers("POST", "/v1/orders")
    intent = world.payments.create(REQUEST)
    assert [order["id"] for order in world.sim.orders()] == [intent.intent_id]


def test_an_order_that_was_not_made_stays_unknown_until_asked_again(world: World) -> None:
    world.sim.refuse("POST", "/v1/orders", 503)
    with pytest.raises(ProviderUnavailable):
        world.payments.create(REQUEST)
    assert world.sim.orders() == []
    assert world.payments.create(REQUEST).intent_id


@pytest.mark.parametrize(
    "change", [{"tenant_id": "rival"}, {"amount": 4300}, {"currency": "USD"}], ids=str
)
def test_somebody_elses_order_with_this_receipt_is_not_ours(
    world: World, change: dict[str, object]
) -> None:
    other = world.payments.create(replace(REQUEST, **change))  # type: ignore[arg-type]
    assert world.payments.create(REQUEST).intent_id != other.intent_id


def test_what_the_shopper_pays_is_captured_by_razorpay_itself(world: World) -> None:
    intent_id = world.paid()
    assert world.payments.cancel(intent_id, "void").captured == 4200


def test_an_unpaid_order_counts_as_cancelled(world: World) -> None:
    intent = world.payments.create(REQUEST)
    world.sim.pay(intent.intent_id, outcome="fail")
    cancelled = world.payments.cancel(intent.intent_id, "void")
    assert (cancelled.cancelled, cancelled.captured) == (True, 0)


def test_what_is_only_authorised_is_captured_to_be_refunded(world: World) -> None:
    intent_id = world.sim.manual_order(ORDER_ID)
    world.sim.pay(intent_id)
    assert world.payments.cancel(intent_id, "void").captured == 4200
    assert world.payments.refund(intent_id, 4200, REFUND).settled


def test_a_capture_whose_answer_was_lost_is_asked_about_again(world: World) -> None:
    intent_id = world.sim.manual_order(ORDER_ID)
    world.sim.pay(intent_id)
    world.sim.lose_answers("POST", "/capture$")
    with pytest.raises(ProviderUnavailable):
        world.payments.cancel(intent_id, "void")
    assert world.payments.cancel(intent_id, "void").captured == 4200


def test_a_refund_is_made_once_for_each_operation(world: World) -> None:
    intent_id = world.paid()
    first = world.payments.refund(intent_id, 1200, REFUND)
    assert world.payments.refund(intent_id, 1200, REFUND) == first
    second = world.payments.refund(intent_id, 1200, f"{ORDER_ID}:refund:1200")
    assert second != first
    assert world.sim.refunded() == 2400


def test_a_refund_whose_answer_was_lost_is_made_once(world: World) -> None:
    intent_id = world.paid()
    world.sim.lose_answers("POST", "/refund$")
    with pytest.raises(ProviderUnavailable):
        world.payments.refund(intent_id, 4200, REFUND)
    assert world.payments.refund(intent_id, 4200, REFUND).settled
    assert world.sim.refunded() == 4200


def test_the_idempotency_key_is_in_razorpays_letters(world: World) -> None:
    world.payments.refund(world.paid(), 4200, REFUND)
    assert [refund["receipt"] for refund in world.sim.refunds()] == [REFUND.replace(":", "-")]


def test_a_refund_under_way_is_not_settled(world: World) -> None:
    world.sim.slow_refunds()
    assert not world.payments.refund(world.paid(), 4200, REFUND).settled


def test_a_refund_that_failed_is_refused_under_its_operation(world: World) -> None:
    intent_id = world.paid()
    refund = world.payments.refund(intent_id, 4200, REFUND)
    world.sim.settle(refund.refund_id, "fail")
    with pytest.raises(ProviderRefused, match="refund_failed"):
        world.payments.refund(intent_id, 4200, REFUND)


def test_what_is_on_record_tells_of_refunds_made_by_hand(world: World) -> None:
    intent_id = world.paid()
    world.payments.refund(intent_id, 4200, "by hand in the dashboard")
    with pytest.raises(ProviderRefused, match="amount_too_large"):
        world.payments.refund(intent_id, 4200, REFUND)
    record = world.payments.on_record(intent_id)
    assert (record.captured, record.currency) == (4200, "INR")
    (refund,) = record.refunds
    assert (refund.amount, refund.state, refund.operation) == (
        4200,
        RefundState.SUCCEEDED,
        "by-hand-in-the-dashboard",
    )


def test_nothing_is_on_record_before_anybody_paid(world: World) -> None:
    record = world.payments.on_record(world.payments.create(REQUEST).intent_id)
    assert (record.captured, record.refunds) == (0, ())


def test_more_than_was_paid_is_refused(world: World) -> None:
    intent_id = world.paid()
    with pytest.raises(ProviderRefused, match="amount_too_large"):
        world.payments.refund(intent_id, 4300, REFUND)


def test_an_order_nobody_paid_cannot_be_refunded(world: World) -> None:
    intent_id = world.payments.create(REQUEST).intent_id
    with pytest.raises(ProviderRefused):
        world.payments.refund(intent_id, 4200, REFUND)


def test_another_secret_is_rejected(world: World) -> None:
    world.payments.create(REQUEST)
    with pytest.raises(CredentialsRejected):
        world.sim.payments(key_secret="another").create(REQUEST)


def test_the_last_of_three_decimals_must_be_0(world: World) -> None:
    assert world.payments.create(replace(REQUEST, amount=99_990, currency="KWD")).intent_id
    with pytest.raises(ProviderRefused, match="amount_not_whole"):
        world.payments.create(replace(REQUEST, amount=99_991, currency="KWD"))
