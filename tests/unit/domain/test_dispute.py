"""The dispute machine, and what it holds, flags and starts again."""

from datetime import timedelta

import pytest
from orderloom.domain.dispute import hold
from orderloom.domain.holdings import refundable
from orderloom.domain.ledger import EntryKind, balances
from orderloom.domain.money import DisputeState, RefundState
from orderloom.domain.order import Order
from orderloom.domain.states import AttentionKind, FulfilmentState, Lifecycle, PaymentState
from orderloom.domain.status import OrderStatus, status_of
from orderloom.domain.transition import EventType

from tests.unit.domain.money_facts import Books, captured, dispute, moved, refund
from tests.unit.domain.orders import NOW, a_shipped_order, an_order

_S = DisputeState
OPENED = dispute(_S.NEEDS_RESPONSE, evidence_due=NOW + timedelta(days=9))
WITHDRAWN, REINSTATED = moved(EntryKind.DISPUTED), moved(EntryKind.REINSTATED)


def paid() -> Books:
    return Books(an_order()).apply(captured())


def kinds(books: Books) -> list[EventType]:
    return [done.event.type for done in books.transitions]


def test_an_open_dispute_is_a_task_until_its_evidence_is_due() -> None:
    books = paid().apply(OPENED)
    assert books.order.attention is not None
    assert books.order.attention.kind is AttentionKind.DISPUTE
    assert books.order.attention.due == NOW + timedelta(days=9)
    assert kinds(books)[-1] is EventType.DISPUTE_OPENED


def test_evidence_once_given_is_due_no_more() -> None:
    books = paid().apply(OPENED, dispute(_S.UNDER_REVIEW))
    assert books.order.attention is not None
    assert books.order.attention.due is None


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (FulfilmentState.NONE, OrderStatus.ON_HOLD),
        (FulfilmentState.LABELLED, OrderStatus.ON_HOLD),
        (FulfilmentState.SHIPPED, OrderStatus.SHIPPED),
        (FulfilmentState.DELIVERED, OrderStatus.DELIVERED),
    ],
)
def test_only_what_has_not_left_is_held(state: FulfilmentState, status: OrderStatus) -> None:
    books = Books(a_shipped_order(state)).apply(OPENED)
    assert status_of(books.order) is status


def test_a_closed_dispute_is_not_opened_again_by_what_was_told_late() -> None:
    books = paid().apply(dispute(_S.WON), OPENED, dispute(_S.CLOSED))
    assert books.order.disputes[0].state is _S.WON
    assert books.order.attention is None


def test_money_withdrawn_before_the_dispute_is_known_is_posted_first() -> None:
    books = paid().apply(WITHDRAWN)
    assert books.order.disputes[0].state is _S.REPORTED
    (balance,) = balances(books.entries.values())
    assert (balance.disputed, balance.fees, balance.held) == (4200, 1500, -1500)
    books.apply(OPENED)
    assert kinds(books)[-2:] == [EventType.DISPUTE_MONEY_MOVED, EventType.DISPUTE_OPENED]


def test_money_given_back_is_posted_and_the_fee_stays() -> None:
    books = paid().apply(OPENED, WITHDRAWN, dispute(_S.WON), REINSTATED)
    (balance,) = balances(books.entries.values())
    assert (balance.disputed, balance.reinstated, balance.held) == (4200, 4200, 2700)


def test_money_told_of_together_with_a_new_state_is_still_posted_once() -> None:
    books = paid().apply(OPENED, WITHDRAWN)
    books.apply(dispute(_S.LOST, movements=WITHDRAWN.movements))
    assert books.order.disputes[0].state is _S.LOST
    assert len(books.entries) == 3


def test_what_is_claimed_cannot_be_refunded() -> None:
    part = dispute(_S.NEEDS_RESPONSE, amount=1200)
    assert refundable(paid().apply(part).order) == 3000
    assert refundable(paid().apply(dispute(_S.INQUIRY)).order) == 4200
    assert refundable(paid().apply(OPENED, dispute(_S.WON)).order) == 4200
    assert refundable(paid().apply(OPENED, dispute(_S.LOST)).order) == 0


def test_a_dispute_after_a_refund_is_a_double_loss_and_ends_with_the_claim() -> None:
    books = paid().apply(refund("re_1", 4200, RefundState.PENDING), OPENED)
    assert books.order.attention is not None
    assert books.order.attention.kind is AttentionKind.DOUBLE_LOSS
    assert books.order.attention.due == NOW + timedelta(days=9)
    books.apply(dispute(_S.WON))
    assert books.order.attention is None


def held_order() -> Order:
    books = paid().apply(OPENED)
    books.commit(hold(books.order, NOW))
    assert not books.order.saga_running
    return books.order


@pytest.mark.parametrize("end", [_S.WON, _S.LOST, _S.CLOSED])
def test_the_end_of_the_last_dispute_starts_the_saga_of_a_held_order(end: DisputeState) -> None:
    another = dispute(_S.INQUIRY, "dp_2", 100)
    books = Books(held_order()).apply(another, dispute(end))
    assert not books.order.saga_running
    books.apply(dispute(_S.CLOSED, "dp_2", 100))
    assert (books.order.saga_running, books.order.saga_attempt) == (True, 2)
    assert books.transitions[-1].event.data["saga_attempt"] == 2


def test_the_end_of_a_dispute_starts_nothing_else() -> None:
    for order in (
        a_shipped_order(FulfilmentState.LABELLED),
        a_shipped_order(FulfilmentState.SHIPPED),
        held_order().model_copy(update={"lifecycle": Lifecycle.CLOSED}),
        paid().order,
    ):
        books = Books(order).apply(OPENED, dispute(_S.WON))
        assert books.order.saga_attempt == 1


def test_a_lost_dispute_of_a_labelled_parcel_stays_a_task() -> None:
    books = Books(a_shipped_order(FulfilmentState.LABELLED)).apply(OPENED, dispute(_S.LOST))
    assert books.order.attention is not None
    assert books.order.attention.kind is AttentionKind.DISPUTE
    assert books.order.payment.state is PaymentState.PAID
