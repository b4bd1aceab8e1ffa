"""Refunds: asked for, accepted, failed; by us, by the merchant at the provider, or both."""

from datetime import datetime
from typing import Any

from orderloom.domain.facts import EventSource, RefundFact
from orderloom.domain.holdings import attending, money_currency, refundable, with_refunds
from orderloom.domain.ledger import EntryKind, Movement
from orderloom.domain.model import DomainModel
from orderloom.domain.money import OrderRefund, RefundState, later_refund
from orderloom.domain.order import Order
from orderloom.domain.states import AttentionKind, Lifecycle
from orderloom.domain.transition import Actor, EventType, OrderEvent, Transition, note, transition
from orderloom.errors import NothingToRefund, RefundTooLarge, WrongCurrency


class RefundNews(DomainModel):
    """What is known of a refund, whoever told it; `amount` in minor units.

    Attributes:
        refund_id: the provider's; None: it refused our `operation` and nothing was made.
    """

    refund_id: str | None
    operation: str | None
    state: RefundState
    amount: int
    currency: str
    code: str | None = None


def decide_refund(order: Order, fact: RefundFact, now: datetime) -> Transition | OrderEvent:
    """The transition `fact` causes, or the note it leaves when it changes nothing."""
    told = fact.model_dump(include=set(RefundNews.model_fields))
    news = RefundNews.model_validate(told)
    if order.payment.provider in (None, fact.source.provider):
        changed = record_refund(order, news, Actor.WEBHOOK, now, fact.source)
        if changed is not None:
            return changed
    data = {"event_type": fact.source.event_type}
    return note(
        order,
        EventType.PROVIDER_EVENT_NOTED,
        actor=Actor.WEBHOOK,
        now=now,
        data=data,
        source=fact.source,
    )


def record_refund(
    order: Order, news: RefundNews, actor: Actor, now: datetime, source: EventSource | None = None
) -> Transition | None:
    """The refund's row moves up, and what that means for the money is posted; None: known."""
    before = [row for row in order.payment.refunds if _same(row, news)]
    row = _merged(before, news)
    if before == [row]:
        return None
    others = [kept for kept in order.payment.refunds if kept not in before]
    payment = with_refunds(order, (*others, row))
    following = attending(order.model_copy(update={"payment": payment}), now)
    return transition(
        order,
        _event_type(before, row),
        actor=actor,
        now=now,
        changes={"payment": payment, "attention": following.attention},
        data=_told(order, row, news),
        source=source,
        moved=_movements(before, row, news.currency),
    )


def request_refund(
    order: Order, amount: int | None, currency: str | None, operation: str, now: datetime
) -> Transition:
    """A merchant's wish to send money back; `amount` None: all that is left.

    Raises:
        NothingToRefund: no money is held, or the order is being given up and sends it back.
        RefundTooLarge, WrongCurrency.
    """
    if currency not in (None, money_currency(order)):
        raise WrongCurrency(f"the order was paid in {money_currency(order)}", field="currency")
    left = refundable(order)
    _refuse_without_money(order, left)
    wanted = left if amount is None else amount
    if wanted > left:
        raise RefundTooLarge(wanted, left, money_currency(order))
    answered = [_answered(row) for row in order.payment.refunds]
    row = OrderRefund(amount=wanted, state=RefundState.REQUESTED, operation=operation)
    payment = with_refunds(order, (*answered, row))
    following = attending(order.model_copy(update={"payment": payment}), now)
    return transition(
        order,
        EventType.PAYMENT_REFUND_REQUESTED,
        actor=Actor.API,
        now=now,
        changes={"payment": payment, "attention": following.attention},
        data={"operation": operation, "amount": wanted, "currency": money_currency(order)},
    )


def _refuse_without_money(order: Order, left: int) -> None:
    if order.payment.captured == 0:
        raise NothingToRefund(f"nothing was captured for {order.order_id}")
    stuck = order.attention and order.attention.kind is AttentionKind.COMPENSATION_FAILED
    if order.lifecycle is Lifecycle.CLOSING and not stuck:
        raise NothingToRefund(f"{order.order_id} is being cancelled, which refunds what is left")
    if left == 0:
        raise NothingToRefund(
            f"{order.order_id} has no money left that is not refunded or disputed"
        )


def _answered(row: OrderRefund) -> OrderRefund:
    failed = row.state is RefundState.FAILED
    return row.model_copy(update={"answered": True}) if failed else row


def _same(row: OrderRefund, news: RefundNews) -> bool:
    if news.refund_id is not None and row.refund_id == news.refund_id:
        return True
    unnamed = row.refund_id is None and row.operation is not None
    return unnamed and row.operation == news.operation and row.state is not RefundState.FAILED


def _merged(before: list[OrderRefund], news: RefundNews) -> OrderRefund:
    """Several rows become one when an answer names what a webhook told of without its name."""
    codes = [code for code in (news.code, *(row.code for row in before)) if code is not None]
    operations = [row.operation for row in before if row.operation is not None]
    return OrderRefund(
        amount=news.amount,
        state=later_refund([news.state, *(row.state for row in before)]),
        refund_id=news.refund_id,
        operation=operations[0] if operations else news.operation,
        answered=any(row.answered for row in before),
        code=min(codes, default=None),
    )


def _movements(before: list[OrderRefund], row: OrderRefund, currency: str) -> tuple[Movement, ...]:
    """A refund first heard of as failed was accepted before: both entries are due."""
    if row.refund_id is None:
        return ()
    known = [old for old in before if old.refund_id is not None]
    kinds = [] if known else [EntryKind.REFUNDED]
    if row.state is RefundState.FAILED and not any(old.state is row.state for old in known):
        kinds.append(EntryKind.REFUND_REVERSED)
    return tuple(
        Movement(kind=kind, object_id=row.refund_id, amount=row.amount, currency=currency)
        for kind in kinds
    )


def _event_type(before: list[OrderRefund], row: OrderRefund) -> EventType:
    if row.state is RefundState.FAILED:
        return EventType.PAYMENT_REFUND_FAILED
    # Accepted, and done: whoever counts money sent back is to count it once.
    if any(old.refund_id is not None for old in before):
        return EventType.PAYMENT_REFUND_UPDATED
    return EventType.PAYMENT_REFUNDED


def _told(order: Order, row: OrderRefund, news: RefundNews) -> dict[str, Any]:
    told = {
        "refund_id": row.refund_id,
        "operation": row.operation,
        "amount": row.amount,
        "currency": news.currency,
        "state": row.state,
        "code": news.code,
        # A refund ahead of its capture: the provider is asked what else it knows.
        "ask_provider": True if order.payment.captured == 0 else None,
    }
    return {name: value for name, value in told.items() if value is not None}
