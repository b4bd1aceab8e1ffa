"""Giving an order up."""

import pytest
from orderloom.domain.catalogue import Allocation
from orderloom.domain.closing import Failure, close, close_reason, open_task, request_cancel
from orderloom.domain.order import Attention
from orderloom.domain.states import (
    AttentionKind,
    CloseReason,
    FulfilmentState,
    Lifecycle,
    StockState,
)
from orderloom.errors import Conflict

from tests.unit.domain.orders import NOW, a_shipped_order, an_order


def test_cancelling_while_the_saga_runs_turns_that_run_back() -> None:
    cancelled = request_cancel(an_order(), NOW)
    assert cancelled is not None
    assert cancelled.order.lifecycle is Lifecycle.CLOSING
    assert cancelled.order.saga_attempt == 1
    assert cancelled.event.data == {"restart_saga": False, "saga_attempt": 1}


def test_cancelling_after_the_saga_ended_starts_a_further_run() -> None:
    cancelled = request_cancel(a_shipped_order(FulfilmentState.LABELLED), NOW)
    assert cancelled is not None
    assert cancelled.order.saga_running
    assert cancelled.event.data == {"restart_saga": True, "saga_attempt": 2}


@pytest.mark.parametrize("lifecycle", [Lifecycle.CLOSING, Lifecycle.CLOSED])
def test_cancelling_twice_changes_nothing(lifecycle: Lifecycle) -> None:
    assert request_cancel(an_order(lifecycle=lifecycle), NOW) is None


def test_cancelling_again_after_a_failed_compensation_runs_it_again() -> None:
    failed = open_task(
        an_order(lifecycle=Lifecycle.CLOSING, saga_attempt=2),
        AttentionKind.COMPENSATION_FAILED,
        "VoidLabel: ProviderUnavailable",
        NOW,
    ).order
    again = request_cancel(failed, NOW)
    assert again is not None
    assert again.order.attention is None
    assert again.event.data == {"restart_saga": True, "saga_attempt": 3}
    assert request_cancel(again.order, NOW) is None


def test_another_task_is_not_solved_by_cancelling_again() -> None:
    refused = open_task(
        an_order(lifecycle=Lifecycle.CLOSING), AttentionKind.REFUND_FAILED, "disputed", NOW
    ).order
    assert request_cancel(refused, NOW) is None


@pytest.mark.parametrize("state", [FulfilmentState.SHIPPED, FulfilmentState.DELIVERED])
def test_a_parcel_on_its_way_cannot_be_cancelled(state: FulfilmentState) -> None:
    with pytest.raises(Conflict, match=state.value):
        request_cancel(a_shipped_order(state), NOW)


def test_closing_frees_the_stock_and_keeps_the_first_reason() -> None:
    taken = (Allocation(sku="A", shard=0, quantity=2),)
    order = an_order(
        lifecycle=Lifecycle.CLOSING,
        close_reason=CloseReason.CANCEL_REQUESTED,
        stock=StockState.RESERVED,
        allocations=taken,
    )
    closed = close(order, Failure(error="States.Timeout"), NOW)
    assert closed.order.stock is StockState.RELEASED
    assert closed.order.allocations == ()
    assert closed.order.close_reason is CloseReason.CANCEL_REQUESTED
    assert closed.event.data["stock_released"] == [{"sku": "A", "shard": 0, "quantity": 2}]


@pytest.mark.parametrize(
    ("kind", "stays"),
    [
        (AttentionKind.MANUAL_SHIPPING, False),
        (AttentionKind.CAPTURE_DUE, False),
        (AttentionKind.LABEL_UNKNOWN, True),
        (AttentionKind.LABEL_VOID_REFUSED, True),
    ],
)
def test_closing_ends_the_tasks_that_nobody_can_finish(kind: AttentionKind, *, stays: bool) -> None:
    task = Attention(kind=kind, since=NOW, detail="for a person")
    order = an_order(lifecycle=Lifecycle.CLOSING, attention=task)
    left = close(order, Failure(error="OrderCancelled"), NOW).order.attention
    assert left == (task if stays else None)


def test_an_order_that_never_had_stock_releases_none() -> None:
    closed = close(an_order(), Failure(error="OutOfStock"), NOW)
    assert closed.order.stock is StockState.NONE
    assert closed.order.close_reason is CloseReason.OUT_OF_STOCK


def test_an_unnamed_error_is_the_sagas_own_failure() -> None:
    assert close_reason("SomethingElse") is CloseReason.SAGA_FAILED
