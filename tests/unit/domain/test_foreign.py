"""An event of another account than the order's payment is believed nothing."""

import pytest
from orderloom.domain.states import AttentionKind, PaymentState

from tests.unit.domain.money_facts import Books, captured
from tests.unit.domain.orders import an_order


@pytest.mark.parametrize(("ours", "theirs"), [("acct_1", "acct_2"), ("acct_1", ""), ("", "a")])
def test_it_moves_no_money_and_is_a_task(ours: str, theirs: str) -> None:
    books = Books(an_order(payment={"account": ours}))
    foreign = [captured().model_copy(update={"account": theirs}) for _ in range(2)]
    books.apply(*foreign)
    assert len(books.transitions) == 1
    assert (books.order.payment.state, books.entries) == (PaymentState.PENDING, {})
    assert books.order.attention is not None
    assert books.order.attention.kind is AttentionKind.FOREIGN_ACCOUNT
    books.apply(captured().model_copy(update={"account": ours}))
    assert books.order.payment.state is PaymentState.PAID
