"""Any order and number of deliveries of the same facts ends in the same order and ledger."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orderloom.domain.facts import AnyMoneyFact
from orderloom.domain.ledger import EntryKind, balances
from orderloom.domain.money import DisputeState, RefundState
from orderloom.domain.states import FulfilmentState, Lifecycle, PaymentState

from tests.unit.domain.money_facts import Books, captured, dispute, moved, refund, refunded_so_far
from tests.unit.domain.orders import a_shipped_order, an_order

_PENDING, _DONE, _FAILED = RefundState.PENDING, RefundState.SUCCEEDED, RefundState.FAILED
_S = DisputeState
WITHDRAWN, REINSTATED = moved(EntryKind.DISPUTED), moved(EntryKind.REINSTATED)

HISTORIES: dict[str, tuple[AnyMoneyFact, ...]] = {
    "refunded in three parts": (
        captured(),
        refund("re_1", 1000),
        refund("re_2", 1000),
        refund("re_3", 2200),
        refunded_so_far(1000),
        refunded_so_far(2000),
        refunded_so_far(4200),
    ),
    "a refund that fails later": (
        captured(),
        refund("re_1", 4200, _PENDING),
        refund("re_1", 4200, _DONE),
        refunded_so_far(4200),
        refund("re_1", 4200, _FAILED),
    ),
    "disputed and won": (
        captured(),
        dispute(_S.NEEDS_RESPONSE),
        WITHDRAWN,
        dispute(_S.UNDER_REVIEW),
        dispute(_S.WON),
        REINSTATED,
    ),
    "disputed after a refund, and lost": (
        captured(),
        refund("re_1", 4200),
        refunded_so_far(4200),
        dispute(_S.NEEDS_RESPONSE),
        WITHDRAWN,
        dispute(_S.LOST),
    ),
    "an inquiry beside a claim on a part": (
        captured(),
        dispute(_S.INQUIRY, "dp_1"),
        dispute(_S.CLOSED, "dp_1"),
        dispute(_S.NEEDS_RESPONSE, "dp_2", 700),
        moved(EntryKind.DISPUTED, "dp_2", 700),
        refund("re_1", 500),
    ),
    "other money than asked for": (captured(4000), refund("re_1", 4000, _PENDING), captured(4000)),
    "another currency": (captured(4200, "JPY"), refund("re_1", 200, currency="JPY")),
    "refunds the books do not explain": (captured(), refunded_so_far(900), refund("re_1", 300)),
}

STARTS = {
    "waiting for its payment": an_order(),
    "shipped": a_shipped_order(FulfilmentState.SHIPPED, payment=an_order().payment),
    "cancelled": an_order(
        payment={"state": PaymentState.VOIDED}, lifecycle=Lifecycle.CLOSED, saga_running=False
    ),
}


def the_end(books: Books) -> tuple[Any, ...]:
    """All of the order but what counts and dates its changes, and all of the ledger."""
    order = books.order.model_dump(exclude={"version", "updated_at"})
    ledger = {key: entry.model_dump(exclude={"posted_at"}) for key, entry in books.entries.items()}
    return order, ledger


def books_agree(books: Books) -> None:
    """The head's own sums are those of the ledger."""
    payment, disputes = books.order.payment, books.order.disputes
    taken = sum(dispute.withdrawn - dispute.reinstated for dispute in disputes)
    held = sum(b.held + b.fees for b in balances(books.entries.values()))
    assert held == payment.captured - payment.refunded - taken


@pytest.mark.parametrize("name", HISTORIES)
@pytest.mark.parametrize("start", STARTS)
@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_every_ordering_ends_the_same(name: str, start: str, data: st.DataObject) -> None:
    facts = HISTORIES[name]
    straight = Books(STARTS[start]).apply(*facts)
    again = data.draw(st.lists(st.sampled_from(facts), max_size=6), label="delivered again")
    order = data.draw(st.permutations([*facts, *again]), label="order")
    shuffled = Books(STARTS[start]).apply(*order)
    assert the_end(shuffled) == the_end(straight)
    books_agree(shuffled)


@pytest.mark.parametrize("name", HISTORIES)
def test_facts_already_applied_change_nothing(name: str) -> None:
    books = Books(an_order()).apply(*HISTORIES[name])
    before = (the_end(books), len(books.transitions))
    books.apply(*random.Random(1).sample(HISTORIES[name], len(HISTORIES[name])))
    assert (the_end(books), len(books.transitions)) == before
