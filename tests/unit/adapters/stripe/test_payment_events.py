"""What a charge's balance transaction tells of the fee, where an event holds it."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from orderloom.adapters.stripe.reader import StripeReader
from orderloom.domain.facts import PaymentFact, PaymentOutcome
from orderloom.domain.inbound import InboundEvent
from orderloom.errors import MalformedEvent

NOW = datetime(2026, 6, 1, tzinfo=UTC)
SETTLED = {"id": "txn_1", "fee": 152, "currency": "usd"}
CHARGE = {"id": "ch_1", "payment_intent": "pi_1", "currency": "usd", "captured": True}
INTENT = {"id": "pi_1", "amount_received": 4200, "currency": "usd"}


def read(kind: str, subject: dict[str, Any]) -> PaymentFact:
    event = {"type": kind, "created": 1_795_000_000, "data": {"object": subject}}
    fact = StripeReader().read(InboundEvent("acme", "stripe", "evt_1", NOW, json.dumps(event)))
    assert isinstance(fact, PaymentFact)
    return fact


@pytest.mark.parametrize("kind", ["charge.succeeded", "charge.captured", "charge.updated"])
def test_a_charge_with_its_balance_transaction_tells_the_fee(kind: str) -> None:
    fact = read(kind, CHARGE | {"balance_transaction": SETTLED})
    assert (fact.outcome, fact.fee, fact.currency) == (PaymentOutcome.NOTED, 152, "USD")
    assert fact.amount is None


def test_an_intent_with_its_charge_tells_the_fee_with_the_money() -> None:
    charge = CHARGE | {"balance_transaction": SETTLED}
    fact = read("payment_intent.succeeded", INTENT | {"latest_charge": charge})
    assert (fact.outcome, fact.amount, fact.fee) == (PaymentOutcome.CAPTURED, 4200, 152)


@pytest.mark.parametrize(
    "charge",
    [
        CHARGE,
        CHARGE | {"balance_transaction": None},
        CHARGE | {"captured": False, "balance_transaction": SETTLED},
        CHARGE | {"balance_transaction": SETTLED | {"currency": "eur"}},
    ],
    ids=["none", "not yet", "not captured", "in the account's currency"],
)
def test_what_tells_no_fee_in_the_payments_currency_tells_none(charge: dict[str, Any]) -> None:
    fact = read("charge.updated", charge)
    assert (fact.fee, fact.fee_on_record) == (None, False)


def test_a_balance_transaction_named_by_its_id_is_on_record() -> None:
    named = CHARGE | {"balance_transaction": "txn_1"}
    assert read("charge.updated", named).fee_on_record
    # At the moment of the charge itself nobody asks: its order may not be paid here yet.
    assert not read("charge.succeeded", named).fee_on_record


@pytest.mark.parametrize("fee", [-1, "152", 1.5, True])
def test_a_fee_that_is_no_amount_is_malformed(fee: object) -> None:
    with pytest.raises(MalformedEvent):
        read("charge.updated", CHARGE | {"balance_transaction": SETTLED | {"fee": fee}})
