"""A merchant's refunds: on record first, sent once, whatever becomes of the answers."""

import pytest
from orderloom.domain.ledger import EntryKind, balances
from orderloom.domain.money import OrderRefund, RefundState
from orderloom.domain.order import Attention
from orderloom.domain.states import AttentionKind, Lifecycle, PaymentState
from orderloom.errors import (
    IdempotencyKeyReused,
    NothingToRefund,
    ProviderRefused,
    ProviderUnavailable,
    RefundTooLarge,
    WrongCurrency,
)
from orderloom.services.request_refund import RefundRequest, RequestedRefund
from orderloom.services.send_refund import SendRefund

from tests.fakes.clock import MOMENT
from tests.unit.services.shop import Shop

LOST = ProviderUnavailable("stripe", "refund", "lost")


class Desk:
    """A paid and labelled order of 2500, with somebody who refunds."""

    def __init__(self) -> None:
        self.shop = Shop().labelled()
        self._request = self.shop.request_refund
        self._send = SendRefund(
            orders=self.shop.orders, payments=lambda _: self.shop.payments, clock=self.shop.clock
        )

    def ask(self, amount: int | None, key: str = "k1", currency: str = "USD") -> RequestedRefund:
        request = RefundRequest(amount, currency, None, fingerprint=f"{amount}")
        return self._request(self.shop.order_id, request, key)

    def send(self, asked: RequestedRefund) -> None:
        self._send(self.shop.order_id, asked.operation.operation)

    def refund(self, amount: int | None, key: str) -> None:
        self.send(self.ask(amount, key))

    @property
    def rows(self) -> list[tuple[int, RefundState]]:
        return sorted((row.amount, row.state) for row in self.shop.order.payment.refunds)

    @property
    def task(self) -> str | None:
        attention = self.shop.order.attention
        return f"{attention.kind}: {attention.detail}" if attention else None

    @property
    def posted(self) -> list[tuple[EntryKind, str]]:
        _, entries = self.shop.orders.ledger(self.shop.order_id)
        return [(entry.kind, entry.object_id) for entry in entries]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_request_is_on_record_before_any_money_moves(desk: Desk) -> None:
    asked = desk.ask(1000)
    assert desk.rows == [(1000, RefundState.REQUESTED)]
    assert desk.shop.payments.refunds == {}
    recorded = desk.shop.orders.operation(desk.shop.order_id, asked.operation.operation)
    assert recorded == asked.operation


def test_three_parts_make_the_whole(desk: Desk) -> None:
    for amount, key in ((800, "a"), (800, "b"), (None, "c")):
        desk.refund(amount, key)
    assert desk.rows == [(800, "succeeded"), (800, "succeeded"), (900, "succeeded")]
    assert desk.shop.order.payment.state is PaymentState.REFUNDED
    assert desk.posted == [
        (EntryKind.CAPTURED, "pi_1"),
        *((EntryKind.REFUNDED, f"re_{number}") for number in (1, 2, 3)),
    ]
    _, entries = desk.shop.orders.ledger(desk.shop.order_id)
    assert balances(entries)[0].held == 0


def test_the_same_key_is_the_same_refund_and_another_body_is_refused(desk: Desk) -> None:
    first = desk.ask(1000)
    desk.send(first)
    again = desk.ask(1000)
    assert again.replayed
    assert (again.operation, again.refund.state) == (first.operation, RefundState.SUCCEEDED)
    desk.send(again)
    assert len(desk.shop.payments.refunds) == 1
    with pytest.raises(IdempotencyKeyReused):
        desk.ask(900)


def test_more_than_is_left_is_refused_with_what_is_left(desk: Desk) -> None:
    desk.ask(2000, "a")
    with pytest.raises(RefundTooLarge) as caught:
        desk.ask(501, "b")
    assert caught.value.left == 500
    with pytest.raises(WrongCurrency):
        desk.ask(500, "b", currency="EUR")
    desk.ask(None, "b")
    with pytest.raises(NothingToRefund):
        desk.ask(None, "c")


def test_an_unpaid_order_has_nothing_to_refund() -> None:
    shop = Shop().requested()
    with pytest.raises(NothingToRefund, match="nothing was captured"):
        shop.request_refund(shop.order_id, RefundRequest(1, None, None, "f"), "k")


def test_an_order_that_is_being_cancelled_refunds_itself(desk: Desk) -> None:
    order = desk.shop.order.model_copy(update={"lifecycle": Lifecycle.CLOSING})
    desk.shop.orders.add(order)
    with pytest.raises(NothingToRefund, match="being cancelled"):
        desk.ask(100)
    stuck = Attention(kind=AttentionKind.COMPENSATION_FAILED, since=MOMENT, detail="")
    desk.shop.orders.add(order.model_copy(update={"attention": stuck}))
    desk.ask(100)


def test_a_cancel_leaves_out_what_was_asked_for_before(desk: Desk) -> None:
    asked = desk.ask(1000)
    desk.shop.give_up()
    desk.send(asked)
    assert sorted(amount for _, amount in desk.shop.payments.refunds.values()) == [1000, 1500]
    assert desk.shop.order.payment.state is PaymentState.REFUNDED


@pytest.mark.parametrize("at", ["before", "after"])
def test_a_lost_answer_is_asked_about_and_the_refund_made_once(desk: Desk, at: str) -> None:
    asked = desk.ask(1000)
    getattr(desk.shop.payments.faults, at)("refund", LOST)
    if at == "before":
        with pytest.raises(ProviderUnavailable):
            desk.send(asked)
        assert desk.rows == [(1000, RefundState.REQUESTED)]
    desk.send(asked)
    assert desk.rows == [(1000, RefundState.SUCCEEDED)]
    assert len(desk.shop.payments.refunds) == 1


def test_a_step_that_dies_before_its_commit_sends_the_same_refund_again(desk: Desk) -> None:
    asked = desk.ask(1000)
    desk.shop.orders.faults.before("commit", RuntimeError("killed"))
    with pytest.raises(RuntimeError):
        desk.send(asked)
    desk.send(asked)
    assert desk.rows == [(1000, RefundState.SUCCEEDED)]
    assert len(desk.shop.payments.refunds) == 1


def test_a_refusal_is_a_task_until_somebody_asks_again(desk: Desk) -> None:
    refused = ProviderRefused("stripe", "refund", "insufficient_funds", "")
    desk.shop.payments.faults.before("refund", refused)
    desk.refund(None, "a")
    assert desk.rows == [(2500, RefundState.FAILED)]
    tasks = [desk.task]
    assert desk.posted == [(EntryKind.CAPTURED, "pi_1")]
    desk.refund(None, "b")
    assert (tasks[0] or "").startswith("refund_failed: refund ord_")
    assert (tasks[0] or "").endswith(" of 2500 failed: insufficient_funds")
    assert desk.task is None
    assert desk.shop.order.payment.state is PaymentState.REFUNDED


def test_a_refused_refund_is_not_sent_again_by_a_repeated_message(desk: Desk) -> None:
    asked = desk.ask(1000)
    refused = ProviderRefused("stripe", "refund", "insufficient_funds", "")
    desk.shop.payments.faults.before("refund", refused)
    desk.send(asked)
    desk.send(asked)
    assert desk.rows == [(1000, RefundState.FAILED)]
    assert desk.shop.payments.refunds == {}


def test_a_refusal_because_of_refunds_unknown_here_brings_them_to_light(desk: Desk) -> None:
    desk.shop.payments.refund("pi_1", 2000, "by hand")
    desk.refund(1000, "a")
    assert desk.rows == [(1000, RefundState.FAILED), (2000, RefundState.SUCCEEDED)]
    assert desk.shop.order.payment.refunded == 2000
    with pytest.raises(RefundTooLarge):
        desk.ask(501, "b")


def test_a_webhook_ahead_of_the_answer_is_the_same_refund(desk: Desk) -> None:
    asked = desk.ask(1000)
    told = OrderRefund(refund_id="re_1", amount=1000, state=RefundState.SUCCEEDED)
    order = desk.shop.order
    rows = (*order.payment.refunds, told)
    payment = order.payment.model_copy(update={"refunds": rows, "refunded": 1000})
    changed = order.model_copy(update={"payment": payment, "version": order.version + 1})
    desk.shop.orders.before_next_commit(lambda: desk.shop.orders.add(changed))
    desk.send(asked)
    (row,) = desk.shop.order.payment.refunds
    assert (row.refund_id, row.operation) == ("re_1", asked.operation.operation)
    assert desk.shop.order.payment.refunded == 1000
