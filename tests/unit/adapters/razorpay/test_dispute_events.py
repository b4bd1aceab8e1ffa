"""What Razorpay's dispute events state."""

from datetime import UTC, datetime
from typing import Any

import pytest
from orderloom.domain.facts import DisputeFact
from orderloom.domain.ledger import EntryKind
from orderloom.domain.money import DisputeState
from orderloom.errors import MalformedEvent

from tests.unit.adapters.razorpay.samples import ORDER, read, sample


def told(kind: str, **dispute: Any) -> DisputeFact:
    event = sample("payment.dispute.created", dispute=dispute) | {
        "event": f"payment.dispute.{kind}"
    }
    fact = read(event)
    assert isinstance(fact, DisputeFact)
    return fact


@pytest.mark.parametrize(
    ("kind", "state", "asked"),
    [
        ("created", DisputeState.NEEDS_RESPONSE, DisputeState.INQUIRY),
        ("action_required", DisputeState.NEEDS_RESPONSE, DisputeState.INQUIRY),
        ("under_review", DisputeState.UNDER_REVIEW, DisputeState.INQUIRY_REVIEW),
        ("won", DisputeState.WON, DisputeState.WON),
        ("lost", DisputeState.LOST, DisputeState.LOST),
        ("closed", DisputeState.CLOSED, DisputeState.CLOSED),
    ],
)
def test_each_event_says_how_the_dispute_stands(
    kind: str, state: DisputeState, asked: DisputeState
) -> None:
    assert (told(kind).state, told(kind).intent_id) == (state, ORDER)
    assert told(kind, phase="fraud").state is asked


def test_it_names_its_amount_reason_and_due_time() -> None:
    fact = told("created", respond_by=1781164800)
    assert (fact.dispute_id, fact.amount, fact.currency) == ("disp_SampleLoom001", 4200, "INR")
    assert fact.reason == "goods_not_received"
    assert fact.evidence_due == datetime.fromtimestamp(1781164800, UTC)
    assert told("created", respond_by=None).evidence_due is None


def test_what_was_deducted_moved() -> None:
    assert told("created").movements == ()
    (moved,) = told("lost", amount_deducted=4200).movements
    assert (moved.kind, moved.amount, moved.currency) == (EntryKind.DISPUTED, 4200, "INR")


@pytest.mark.parametrize("amount", ["4200", -1, None, 4.5])
def test_an_amount_is_a_whole_number(amount: object) -> None:
    with pytest.raises(MalformedEvent):
        told("created", amount=amount)
