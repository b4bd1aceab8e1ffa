"""What Stripe's dispute events state."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from orderloom.adapters.stripe.reader import StripeReader
from orderloom.domain.facts import DisputeFact
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.ledger import EntryKind
from orderloom.domain.money import DisputeState
from orderloom.errors import MalformedEvent

NOW = datetime(2026, 6, 1, tzinfo=UTC)
TAKEN = {"amount": -4200, "fee": 1500, "currency": "usd", "reporting_category": "dispute"}
GIVEN_BACK = {"amount": 4200, "fee": 0, "currency": "usd", "reporting_category": "dispute_reversal"}


def told(kind: str, **changes: Any) -> DisputeFact:
    payload = json.loads(Path("events/stripe/charge.dispute.created.json").read_text())
    payload["type"] = f"charge.dispute.{kind}"
    payload["data"]["object"] |= {"amount": 4200, "currency": "usd", **changes}
    event = InboundEvent("acme", "stripe", "evt_1", NOW, json.dumps(payload))
    fact = StripeReader().read(event)
    assert isinstance(fact, DisputeFact)
    return fact


def moved(fact: DisputeFact) -> list[tuple[EntryKind, int, str]]:
    return [(movement.kind, movement.amount, movement.currency) for movement in fact.movements]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("warning_needs_response", DisputeState.INQUIRY),
        ("warning_under_review", DisputeState.INQUIRY_REVIEW),
        ("warning_closed", DisputeState.CLOSED),
        ("needs_response", DisputeState.NEEDS_RESPONSE),
        ("under_review", DisputeState.UNDER_REVIEW),
        ("won", DisputeState.WON),
        ("lost", DisputeState.LOST),
        ("a status to come", DisputeState.REPORTED),
    ],
)
def test_every_status_has_its_state(status: str, state: DisputeState) -> None:
    fact = told("updated", status=status)
    assert (fact.state, fact.movements) == (state, ())


def test_the_evidence_is_due_at_a_moment_or_never() -> None:
    due = {"due_by": int(NOW.timestamp())}
    assert told("created", evidence_details=due).evidence_due == NOW
    for nothing in ({"due_by": None}, None):
        assert told("created", evidence_details=nothing).evidence_due is None


def test_a_withdrawal_tells_of_the_amount_and_the_fee_and_not_how_the_dispute_stands() -> None:
    fact = told("funds_withdrawn", balance_transactions=[TAKEN])
    assert fact.state is None
    assert moved(fact) == [(EntryKind.DISPUTED, 4200, "USD"), (EntryKind.FEE, 1500, "USD")]


def test_a_reinstatement_leaves_the_fee_of_the_withdrawal_alone() -> None:
    fact = told("funds_reinstated", balance_transactions=[TAKEN, GIVEN_BACK])
    assert moved(fact) == [(EntryKind.REINSTATED, 4200, "USD")]


def test_a_fee_given_back_is_told_of() -> None:
    back = GIVEN_BACK | {"fee": -1500, "currency": "eur"}
    fact = told("funds_reinstated", balance_transactions=[TAKEN, back])
    assert moved(fact)[1:] == [(EntryKind.FEE_RETURNED, 1500, "EUR")]


@pytest.mark.parametrize("lines", [None, [], "x", [None]])
def test_without_balance_transactions_no_fee_is_known(lines: object) -> None:
    fact = told("funds_withdrawn", balance_transactions=lines)
    assert moved(fact) == [(EntryKind.DISPUTED, 4200, "USD")]


@pytest.mark.parametrize("amount", ["4200", 42.0, -1, None, True])
def test_an_amount_that_is_no_whole_number_is_malformed(amount: object) -> None:
    with pytest.raises(MalformedEvent):
        told("created", amount=amount)


@pytest.mark.parametrize("fee", ["1500", 15.0, None, True])
def test_a_fee_that_is_no_whole_number_is_malformed(fee: object) -> None:
    with pytest.raises(MalformedEvent):
        told("funds_withdrawn", balance_transactions=[TAKEN | {"fee": fee}])
