"""Razorpay's payment page: the adapter against the simulated Razorpay, in process."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from orderloom.adapters.razorpay.payments import RazorpayPayments
from orderloom.errors import ProviderRefused
from orderloom.ports.payments import PageLine, PageRequest, PaymentRequest

from tests.unit.adapters.razorpay.simulated import Simulated, simulated

ORDER_ID = "ord_01kb5qv3ch0000000000000001"
PAGE = PageRequest("https://shop.test/thanks", None, (PageLine("Mug", 2, 2100),))
REQUEST = PaymentRequest("acme", ORDER_ID, 4200, "INR", f"{ORDER_ID}:payment", page=PAGE)
KEY = f"{ORDER_ID}:refund:0"


@dataclass(frozen=True)
class World:
    sim: Simulated
    payments: RazorpayPayments

    def paid(self) -> str:
        link_id = self.payments.create(REQUEST).intent_id
        self.sim.pay_link(link_id)
        return link_id


@pytest.fixture
def world() -> Iterator[World]:
    with simulated() as sim:
        yield World(sim, sim.payments())


def test_a_link_is_made_once(world: World) -> None:
    first = world.payments.create(REQUEST)
    assert first.page_url is not None
    assert first.page_url.startswith("https://rzp.io/")
    assert world.payments.create(REQUEST) == first


def test_a_link_whose_answer_was_lost_is_found(world: World) -> None:
    world.sim.lose_answers("POST", "/payment_links")
    first = world.payments.create(REQUEST)
    assert world.payments.create(REQUEST) == first


def test_somebody_elses_link_with_this_reference_is_not_ours(world: World) -> None:
    world.payments.create(replace(REQUEST, tenant_id="rival"))
    with pytest.raises(ProviderRefused):
        world.payments.create(REQUEST)


def test_a_paid_link_is_known_by_its_order_and_refunded(world: World) -> None:
    link_id = world.paid()
    record = world.payments.on_record(link_id)
    (order,) = world.sim.orders()
    assert (record.captured, record.aliases) == (4200, (order["id"],))
    paid = world.payments.cancel(link_id, "void")
    assert (paid.intent_id, paid.captured, paid.cancelled) == (link_id, 4200, False)
    assert paid.aliases == (order["id"],)
    assert world.payments.refund(link_id, 4200, KEY).settled
    assert world.sim.refunded() == 4200


def test_a_link_nobody_paid_is_cancelled(world: World) -> None:
    link_id = world.payments.create(REQUEST).intent_id
    world.sim.pay_link(link_id, "fail")
    for _ in range(2):
        closed = world.payments.cancel(link_id, "void")
        assert (closed.captured, closed.cancelled) == (0, True)
    assert world.payments.on_record(link_id).cancelled
