"""Whole accounts: what a merchant or its provider allows, and what is told of it."""

from collections.abc import Iterator

import pytest
from orderloom.errors import CredentialsRejected
from orderloom.ports.payments import PaymentRequest

from tests.unit.adapters.razorpay import simulated as razorpay
from tests.unit.adapters.stripe.simulated import KEY, Simulated, simulated

STANDING = "/stripe/standing"


@pytest.fixture
def sim() -> Iterator[Simulated]:
    with simulated() as made:
        yield made


def test_an_account_that_was_taken_back_answers_no_call(sim: Simulated) -> None:
    payments = sim.payments()
    request = PaymentRequest("acme", "ord_1", 4200, "USD", "ord_1:payment")
    intent_id = payments.create(request).intent_id
    sim.harness.control("POST", STANDING, json={"account": KEY, "deauthorise": True})
    with pytest.raises(CredentialsRejected):
        payments.on_record(intent_id)


@pytest.mark.parametrize("stage", ["started", "updated", "resolved"])
def test_razorpay_tells_of_a_downtime(stage: str) -> None:
    with razorpay.simulated() as sim:
        kind = f"payment.downtime.{stage}"
        sim.payments().create(PaymentRequest("acme", "ord_1", 4200, "INR", "key"))
        sim.add_webhook("http://shop/hook", kind)
        command = {"key_id": sim.key_id, "stage": stage, "method": "upi"}
        told = sim.harness.control("POST", "/razorpay/downtimes", json=command)
        (received,) = sim.harness.sink.received
        assert received.json["event"] == kind
        entity = received.json["payload"]["payment.downtime"]["entity"]
        assert (entity["id"], entity["status"]) == (told["id"], stage)
