"""What the timeline tells of a refund: sent back once, however often it is heard of."""

from itertools import permutations

import pytest
from orderloom.domain.facts import RefundFact
from orderloom.domain.money import RefundState
from orderloom.domain.transition import EventType

from tests.unit.domain.money_facts import Books, captured, refund
from tests.unit.domain.orders import an_order

PENDING = refund("re_1", 1000, RefundState.PENDING, operation="op")
PROCESSED = refund("re_1", 1000, RefundState.SUCCEEDED)
FAILED = refund("re_1", 1000, RefundState.FAILED)


def told(*facts: RefundFact) -> list[EventType]:
    books = Books(an_order()).apply(captured())
    return [done.event.type for done in books.apply(*facts).transitions[1:]]


@pytest.mark.parametrize("facts", list(permutations([PENDING, PROCESSED])))
def test_a_refund_is_told_of_once_and_then_of_its_progress(facts: tuple[RefundFact, ...]) -> None:
    events = told(*facts)
    assert events[0] is EventType.PAYMENT_REFUNDED
    assert set(events[1:]) <= {EventType.PAYMENT_REFUND_UPDATED}


def test_two_refunds_of_equal_amounts_are_both_told() -> None:
    assert told(PROCESSED, refund("re_2", 1000)) == [EventType.PAYMENT_REFUNDED] * 2


def test_one_that_comes_back_is_told_as_failed() -> None:
    assert told(PENDING, FAILED) == [EventType.PAYMENT_REFUNDED, EventType.PAYMENT_REFUND_FAILED]
