"""Whoever tells what the provider took, and however often: it is posted once."""

from itertools import permutations
from typing import Any

import pytest
from orderloom.domain.facts import EventSource, PaymentFact, PaymentOutcome
from orderloom.domain.ledger import EntryKind, LedgerEntry
from orderloom.domain.order import Order
from orderloom.domain.outbox import reactions_to
from orderloom.domain.payment import decide_payment
from orderloom.domain.payout import PaidOut, pay_out
from orderloom.domain.reactions import AskProvider
from orderloom.domain.transition import OrderEvent, Transition

from tests.unit.domain.orders import NOW, an_order

FEE = 152
CAPTURED, NOTED = PaymentOutcome.CAPTURED, PaymentOutcome.NOTED
_numbers = iter(range(10_000))


def a_fact(outcome: PaymentOutcome, **fields: Any) -> PaymentFact:
    amount = 4200 if outcome is CAPTURED else None
    return PaymentFact(
        source=a_source(),
        intent_id="pi_1",
        outcome=outcome,
        amount=amount,
        currency="USD",
        **fields,
    )


def a_source() -> EventSource:
    event_id = f"evt_{next(_numbers)}"
    return EventSource(provider="stripe", event_id=event_id, event_type="x", occurred_at=NOW)


def a_line() -> PaidOut:
    return PaidOut(
        source=a_source(), payout_id="po_1", line_id="txn_1", net=4048, fee=FEE, currency="USD"
    )


def the_order() -> Order:
    return an_order(payment={"provider": "stripe", "intent_id": "pi_1"})


def told(order: Order, news: PaymentFact | PaidOut) -> tuple[Order, tuple[LedgerEntry, ...]]:
    if isinstance(news, PaidOut):
        decision: Transition | OrderEvent = pay_out(order, news, NOW)
    else:
        decision = decide_payment(order, news, NOW)
    if isinstance(decision, Transition):
        return decision.order, decision.entries
    return order, ()


BY_WEBHOOK, BY_RECORD = a_fact(NOTED, fee=FEE), a_fact(CAPTURED, fee=FEE)
NEWS: list[PaymentFact | PaidOut] = [a_fact(CAPTURED), BY_WEBHOOK, BY_RECORD, a_line()]


@pytest.mark.parametrize("order", list(permutations(range(len(NEWS)))))
def test_the_fee_is_posted_once_in_any_order(order: tuple[int, ...]) -> None:
    current, posted = the_order(), list[LedgerEntry]()
    for number in (*order, *order):
        if isinstance(NEWS[number], PaidOut) and any(
            entry.kind is EntryKind.PAID_OUT for entry in posted
        ):
            continue  # its claim is on the order
        current, entries = told(current, NEWS[number])
        posted += entries
    fees = [entry for entry in posted if entry.kind is EntryKind.FEE]
    assert len(fees) == 1
    assert current.payment.fee == FEE


def test_a_charge_that_tells_its_fee_pays_for_nothing() -> None:
    order, entries = told(the_order(), BY_WEBHOOK)
    assert (order.payment.captured, entries) == (0, ())


def test_where_only_the_record_tells_the_fee_it_is_asked_once() -> None:
    known_elsewhere = a_fact(NOTED, fee_on_record=True)
    paid, _ = told(the_order(), a_fact(CAPTURED))
    asked = AskProvider(tenant_id=paid.tenant_id, order_id=paid.order_id)
    for order, reactions in (
        (the_order(), ()),  # the money's own event comes yet, and this one again with it
        (paid, (asked,)),
        (told(paid, BY_RECORD)[0], ()),
    ):
        event = decide_payment(order, known_elsewhere, NOW)
        assert isinstance(event, OrderEvent)
        assert reactions_to(event) == reactions
