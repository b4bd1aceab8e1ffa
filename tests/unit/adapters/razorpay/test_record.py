"""Razorpay's payments and refunds, read as the webhooks that should have told of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from orderloom.adapters.razorpay import record as module
from orderloom.adapters.razorpay.reader import RazorpayReader
from orderloom.adapters.razorpay.record import RazorpayRecord
from orderloom.domain.facts import DisputeFact, PaymentFact, PaymentOutcome, RefundFact
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.money import DisputeState, RefundState
from orderloom.domain.sweeps import Window
from orderloom.ports.payments import PaymentRequest
from orderloom.ports.provider_record import RecordedEvent

from tests.unit.adapters.razorpay.simulated import Simulated, simulated
from tests.unit.simulator.harness import START

NOW = datetime.fromtimestamp(START, UTC)
ORDER_ID = "ord_01kb5qv3ch0000000000000001"


@pytest.fixture
def sim() -> Iterator[Simulated]:
    with simulated() as made:
        yield made


def paid(sim: Simulated, outcome: str = "succeed", number: int = 1) -> str:
    """The Razorpay order."""
    request = PaymentRequest("acme", f"{ORDER_ID}{number}", 4200, "INR", f"key:{number}")
    intent_id = sim.payments().create(request).intent_id
    sim.pay(intent_id, outcome=outcome)
    return intent_id


def everything(record: RazorpayRecord, **window: datetime) -> list[RecordedEvent]:
    asked = {"since": NOW - timedelta(hours=1), "until": NOW + timedelta(hours=1), **window}
    found: list[RecordedEvent] = []
    step = Window(**asked)  # type: ignore[arg-type]  # given by name
    while True:
        page = record.page(step)
        found += page.events
        if page.cursor is None:
            return found
        step = step.model_copy(update={"cursor": page.cursor})


def read(entry: RecordedEvent) -> PaymentFact | RefundFact:
    event = InboundEvent("acme", "razorpay", entry.event_id, NOW, entry.body)
    fact = RazorpayReader().read(event)
    assert isinstance(fact, PaymentFact | RefundFact)
    return fact


def test_a_captured_payment_is_read_as_its_webhook_would_be(sim: Simulated) -> None:
    intent_id = paid(sim)
    (entry,) = everything(sim.record())
    fact = read(entry)
    assert isinstance(fact, PaymentFact)
    assert (fact.outcome, fact.intent_id) == (PaymentOutcome.CAPTURED, intent_id)
    assert (fact.amount, fact.currency) == (4200, "INR")
    assert entry.derived
    assert entry.event_id == f"read-{fact.payment_id}-captured"


def test_a_failed_attempt_has_its_code(sim: Simulated) -> None:
    paid(sim, "fail")
    fact = read(everything(sim.record())[0])
    assert isinstance(fact, PaymentFact)
    assert (fact.outcome, fact.code) == (PaymentOutcome.ATTEMPT_FAILED, "payment_declined")


def test_a_refund_finds_its_order_by_its_payment(sim: Simulated) -> None:
    intent_id = paid(sim)
    sim.payments().refund(intent_id, 700, "operation-1")
    facts = [read(entry) for entry in everything(sim.record())]
    (refund,) = [fact for fact in facts if isinstance(fact, RefundFact)]
    assert (refund.intent_id, refund.amount) == (intent_id, 700)
    assert (refund.state, refund.operation) == (RefundState.SUCCEEDED, "operation-1")


def test_a_payment_refunded_whole_was_captured_first(sim: Simulated) -> None:
    intent_id = paid(sim)
    sim.payments().refund(intent_id, 4200, "operation-1")
    captured, refunded = (read(entry) for entry in everything(sim.record()))
    assert isinstance(captured, PaymentFact)
    assert (captured.outcome, captured.amount) == (PaymentOutcome.CAPTURED, 4200)
    assert isinstance(refunded, RefundFact)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_lists_are_read_page_by_page(
    sim: Simulated, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(module, "MOST_ENTRIES", size)
    monkeypatch.setattr(module, "_WITH_PAYMENTS_A_PAGE", size)
    intents = [paid(sim, number=number) for number in range(3)]
    for number, intent_id in enumerate(intents):
        sim.payments().refund(intent_id, 700, f"operation-{number}")
    found = everything(sim.record())
    assert len({entry.event_id for entry in found}) == 6


def test_what_was_made_outside_the_window_is_left_out(sim: Simulated) -> None:
    paid(sim)
    assert everything(sim.record(), until=NOW - timedelta(minutes=30)) == []


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (None, DisputeState.NEEDS_RESPONSE),
        ("action_required", DisputeState.NEEDS_RESPONSE),
        ("under_review", DisputeState.UNDER_REVIEW),
        ("won", DisputeState.WON),
        ("lost", DisputeState.LOST),
        ("closed", DisputeState.CLOSED),
    ],
)
def test_a_dispute_is_read_as_its_webhook_would_be(
    sim: Simulated, outcome: str | None, state: DisputeState
) -> None:
    intent_id = paid(sim)
    payment_id = sim.harness.control("GET", "/books")["razorpay"][sim.key_id]["payments"]["items"][
        0
    ]["id"]
    dispute_id = sim.dispute(payment_id)
    if outcome:
        sim.move_dispute(dispute_id, outcome)
    entry = everything(sim.record())[-1]
    event = InboundEvent("acme", "razorpay", entry.event_id, NOW, entry.body)
    fact = RazorpayReader().read(event)
    assert isinstance(fact, DisputeFact)
    assert (fact.dispute_id, fact.intent_id, fact.state) == (dispute_id, intent_id, state)
    assert sum(moved.amount for moved in fact.movements) == (4200 if outcome == "lost" else 0)
    assert entry.derived


def test_the_first_run_of_a_day_reads_disputes_that_began_long_ago(sim: Simulated) -> None:
    intent_id = paid(sim)
    assert intent_id
    (payment,) = sim.harness.control("GET", "/books")["razorpay"][sim.key_id]["payments"]["items"]
    sim.dispute(payment["id"])
    later = NOW + timedelta(days=90)
    whole_day = everything(sim.record(), since=later - timedelta(days=5), until=later)
    assert [entry.event_id.split("-")[-1] for entry in whole_day] == ["open"]
    short = everything(sim.record(), since=later - timedelta(minutes=30), until=later)
    assert short == []
