"""Money that Razorpay authorises first, against the simulated Razorpay."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from orderloom.adapters.razorpay.payments import RazorpayPayments
from orderloom.errors import ProviderRefused, ProviderUnavailable
from orderloom.ports.payments import PaymentRequest

from tests.unit.adapters.razorpay.simulated import Simulated, simulated

ORDER_ID = "ord_01kb5qv3ch0000000000000001"
REQUEST = PaymentRequest(
    tenant_id="acme",
    order_id=ORDER_ID,
    amount=4200,
    currency="INR",
    operation_key=f"{ORDER_ID}:payment",
    capture_later=True,
)
KEY = f"{ORDER_ID}-capture-1"


@dataclass(frozen=True)
class World:
    sim: Simulated
    payments: RazorpayPayments

    def authorised(self) -> str:
        intent_id = self.payments.create(REQUEST).intent_id
        self.sim.pay(intent_id)
        return intent_id


@pytest.fixture
def world() -> Iterator[World]:
    with simulated() as sim:
        yield World(sim, sim.payments())


def test_it_is_authorised_and_then_captured_once(world: World) -> None:
    intent_id = world.authorised()
    record = world.payments.on_record(intent_id)
    assert (record.captured, record.authorised, record.currency) == (0, 4200, "INR")
    first = world.payments.capture(intent_id, 4200, KEY)
    assert (first.captured, first.payment_id) == (4200, record.payment_id)
    assert world.payments.capture(intent_id, 4200, KEY) == first
    record = world.payments.on_record(intent_id)
    assert (record.captured, record.authorised) == (4200, 0)


def test_a_part_is_refused_without_being_asked_for(world: World) -> None:
    with pytest.raises(ProviderRefused, match="amount_mismatch"):
        world.payments.capture(world.authorised(), 4199, KEY)


def test_nothing_paid_is_nothing_to_capture(world: World) -> None:
    intent_id = world.payments.create(REQUEST).intent_id
    with pytest.raises(ProviderRefused, match="nothing_authorised"):
        world.payments.capture(intent_id, 4200, KEY)


def test_after_a_lost_answer_the_record_tells(world: World) -> None:
    intent_id = world.authorised()
    world.sim.lose_answers("POST", "/capture")
    with pytest.raises(ProviderUnavailable):
        world.payments.capture(intent_id, 4200, KEY)
    assert world.payments.on_record(intent_id).captured == 4200


def test_letting_go_captures_nothing_unless_it_was_captured(world: World) -> None:
    intent_id = world.authorised()
    void = world.payments.void(intent_id, KEY)
    assert (void.captured, void.cancelled) == (0, True)
    world.payments.capture(intent_id, 4200, KEY)
    void = world.payments.void(intent_id, KEY)
    assert (void.captured, void.cancelled) == (4200, False)
