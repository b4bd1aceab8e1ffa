"""Authorised first, captured later: told of in any order, asked for once."""

import itertools
from datetime import timedelta

import pytest
from orderloom.domain.authorisation import CaptureMode
from orderloom.domain.capture import capture_failed, request_capture
from orderloom.domain.facts import AnyMoneyFact, PaymentFact, PaymentOutcome
from orderloom.domain.ledger import EntryKind, balances
from orderloom.domain.order import Order
from orderloom.domain.outbox import reactions_to
from orderloom.domain.reactions import ResumePayment, SendCapture, StartSaga
from orderloom.domain.states import AttentionKind, Lifecycle, PaymentState
from orderloom.domain.status import OrderStatus, status_of
from orderloom.errors import CaptureTooLarge, NothingToCapture, WrongCurrency

from tests.unit.domain.money_facts import Books, a_source, captured, refund
from tests.unit.domain.orders import NOW, an_order

LAPSES = NOW + timedelta(days=7)


def a_manual_order(mode: CaptureMode = CaptureMode.MANUAL, **fields: object) -> Order:
    return an_order(payment={"capture": mode}, **fields)


def fact(outcome: PaymentOutcome, **fields: object) -> PaymentFact:
    given = {"amount": 4200, "currency": "USD", "lapses_at": LAPSES, **fields}
    return PaymentFact.model_validate(
        {"source": a_source(), "intent_id": "pi_1", "outcome": outcome, **given}
    )


def authorised(**fields: object) -> PaymentFact:
    return fact(PaymentOutcome.AUTHORISED, **fields)


def voided() -> PaymentFact:
    return fact(PaymentOutcome.VOIDED, amount=None, currency=None)


def held(books: Books) -> Books:
    """As the saga leaves an order that waits for its capture."""
    books.order = books.order.model_copy(update={"saga_running": False})
    return books


def test_an_authorisation_lets_the_saga_go_on_and_asks_somebody_to_capture() -> None:
    books = Books(a_manual_order()).apply(authorised())
    order = books.order
    assert (order.payment.state, order.payment.captured) == (PaymentState.AUTHORISED, 0)
    assert status_of(order) is OrderStatus.AUTHORISED
    assert order.attention is not None
    assert (order.attention.kind, order.attention.due) == (AttentionKind.CAPTURE_DUE, LAPSES)
    assert reactions_to(books.transitions[0].event) == (
        ResumePayment(tenant_id="acme", order_id="ord_1"),
    )
    (balance,) = balances(books.entries.values())
    assert (balance.authorised, balance.captured, balance.held) == (4200, 0, 0)


def test_where_money_is_taken_at_once_an_authorisation_changes_nothing() -> None:
    assert Books(an_order()).apply(authorised()).transitions == []


def test_another_amount_than_asked_for_is_no_authorisation() -> None:
    assert Books(a_manual_order()).apply(authorised(amount=4100)).transitions == []
    assert Books(a_manual_order()).apply(authorised(currency="EUR")).transitions == []


@pytest.mark.parametrize("mode", [CaptureMode.MANUAL, CaptureMode.ON_SHIPPING])
def test_every_order_of_telling_leaves_the_same_books(mode: CaptureMode) -> None:
    ends = []
    told: list[AnyMoneyFact] = [authorised(), captured(), refund("re_1", 1000)]
    for facts in itertools.permutations(told):
        books = Books(a_manual_order(mode)).apply(*facts, *facts)
        head = books.order.model_dump(exclude={"version", "updated_at"})
        entries = {key: entry.lines for key, entry in books.entries.items()}
        ends.append((head, entries))
    assert all(end == ends[0] for end in ends)
    kinds = [kind for _, _, kind in ends[0][1]]
    assert sorted(kinds) == ["authorisation_ended", "authorised", "captured", "refunded"]


def test_an_authorisation_told_of_after_it_was_let_go_changes_no_state() -> None:
    straight = Books(a_manual_order()).apply(authorised(), voided())
    late = Books(a_manual_order()).apply(voided(), authorised())
    assert late.entries.keys() == straight.entries.keys()
    assert late.order.payment == straight.order.payment
    assert late.order.payment.state is PaymentState.VOIDED


def test_a_smaller_capture_is_as_asked_for_and_the_rest_is_let_go() -> None:
    books = held(Books(a_manual_order()).apply(authorised()))
    asked = request_capture(books.order, 4000, "USD", "op-1", NOW)
    books.commit(asked)
    assert reactions_to(asked.event) == (
        SendCapture(tenant_id="acme", order_id="ord_1", operation="op-1"),
    )
    assert books.order.attention is None
    books.apply(captured(4000))
    assert books.order.payment.state is PaymentState.PAID
    assert reactions_to(books.transitions[-1].event) == (
        StartSaga(tenant_id="acme", order_id="ord_1", attempt=2),
    )
    (balance,) = balances(books.entries.values())
    assert (balance.authorised, balance.held) == (0, 4000)


def test_a_capture_nobody_here_asked_for_is_reviewed_if_it_is_smaller() -> None:
    books = held(Books(a_manual_order()).apply(authorised(), captured(4000)))
    assert books.order.payment.state is PaymentState.REVIEW


def test_what_cannot_be_captured_says_why() -> None:
    books = Books(a_manual_order())
    with pytest.raises(NothingToCapture, match="payment is pending: nothing is authorised"):
        request_capture(books.order, None, None, "op", NOW)
    books.apply(authorised())
    with pytest.raises(WrongCurrency):
        request_capture(books.order, None, "EUR", "op", NOW)
    with pytest.raises(CaptureTooLarge) as caught:
        request_capture(books.order, 4201, None, "op", NOW)
    assert caught.value.authorised == 4200
    closing = books.order.model_copy(update={"lifecycle": Lifecycle.CLOSING})
    with pytest.raises(NothingToCapture, match="closing"):
        request_capture(closing, None, None, "op", NOW)
    books.commit(request_capture(books.order, None, None, "op", NOW))
    with pytest.raises(NothingToCapture, match="on its way"):
        request_capture(books.order, None, None, "op-2", NOW)
    books.apply(captured())
    with pytest.raises(NothingToCapture, match="was captured"):
        request_capture(books.order, None, None, "op-3", NOW)
    with pytest.raises(NothingToCapture, match="as soon as it is paid"):
        request_capture(an_order(), None, None, "op", NOW)


def test_a_failed_capture_is_a_task_and_can_be_asked_for_again() -> None:
    books = Books(a_manual_order()).apply(authorised())
    books.commit(request_capture(books.order, 100, None, "op-1", NOW))
    failed = capture_failed(books.order, "op-1", "card_declined", NOW)
    assert failed is not None
    books.commit(failed)
    assert capture_failed(books.order, "op-1", "card_declined", NOW) is None
    assert books.order.attention is not None
    assert books.order.attention.kind is AttentionKind.CAPTURE_FAILED
    again = request_capture(books.order, None, None, "op-2", NOW)
    assert again.order.attention is None
    books.commit(again)
    assert books.apply(captured()).order.payment.state is PaymentState.PAID


def test_a_held_order_whose_authorisation_lapses_is_given_up() -> None:
    books = held(Books(a_manual_order()).apply(authorised())).apply(voided())
    assert books.order.lifecycle is Lifecycle.CLOSING
    assert books.order.attention is None
    assert reactions_to(books.transitions[-1].event) == (
        StartSaga(tenant_id="acme", order_id="ord_1", attempt=2),
    )
    assert [kind for _, _, kind in books.entries] == [
        EntryKind.AUTHORISED,
        EntryKind.AUTHORISATION_ENDED,
    ]


def test_a_payment_authorised_late_for_an_order_given_up_is_let_go_by_a_further_run() -> None:
    order = a_manual_order(lifecycle=Lifecycle.CLOSED, saga_running=False)
    order = Books(order).apply(voided()).order
    late = authorised(payment_id="pay_1")
    books = Books(order.model_copy(update={"lifecycle": Lifecycle.CLOSED}))
    books.apply(late, authorised(payment_id="pay_1"))
    assert books.order.payment.state is PaymentState.AUTHORISED
    assert [reactions_to(done.event) for done in books.transitions] == [
        (StartSaga(tenant_id="acme", order_id="ord_1", attempt=order.saga_attempt + 1),)
    ]


def test_a_fee_is_posted_once_whoever_tells_of_it_first() -> None:
    without, told = captured(), fact(PaymentOutcome.CAPTURED, fee=84, lapses_at=None)
    for facts in ((without, told, told), (told, without, told)):
        books = Books(an_order()).apply(*facts)
        assert books.order.payment.fee == 84
        (balance,) = balances(books.entries.values())
        assert (balance.fees, balance.held) == (84, 4116)
        assert sorted(kind for _, _, kind in books.entries) == ["captured", "fee"]
