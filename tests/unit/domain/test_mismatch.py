"""A payment must be of the mode and the order that asked for it; of the account: test_foreign."""

from typing import Any

import pytest
from orderloom.domain.facts import PaymentFact, PaymentOutcome
from orderloom.domain.order import Order
from orderloom.domain.payment import decide_payment
from orderloom.domain.states import AttentionKind, PaymentState
from orderloom.domain.status import OrderStatus, status_of
from orderloom.domain.transition import EventType, OrderEvent, Transition

from tests.unit.domain.orders import NOW, a_payment_fact, an_order

ASKED = {"account": "", "livemode": True}
STRANGE = [{"livemode": False}, {"order_hint": "ord_2"}]
NAMES = ["livemode", "order"]


def captured(**fields: Any) -> PaymentFact:
    return a_payment_fact(PaymentOutcome.CAPTURED, **{"order_hint": "ord_1", **ASKED, **fields})


def after(order: Order, *facts: PaymentFact) -> Order:
    for fact in facts:
        decision = decide_payment(order, fact, NOW)
        if isinstance(decision, Transition):
            order = decision.order
    return order


@pytest.mark.parametrize(("fields", "name"), list(zip(STRANGE, NAMES, strict=True)))
def test_a_payment_of_another_kind_goes_to_a_person(fields: dict[str, Any], name: str) -> None:
    decision = decide_payment(an_order(payment=ASKED), captured(**fields), NOW)
    assert isinstance(decision, Transition)
    assert (decision.event.type, decision.entries) == (EventType.PAYMENT_IN_REVIEW, ())
    order = decision.order
    assert (order.payment.captured, order.payment.state) == (0, PaymentState.PENDING)
    assert status_of(order) is OrderStatus.IN_REVIEW
    assert order.attention is not None
    assert order.attention.kind is AttentionKind.PAYMENT_REVIEW
    assert order.attention.detail.endswith(name)
    assert isinstance(decide_payment(order, captured(**fields), NOW), OrderEvent)


@pytest.mark.parametrize("fields", STRANGE)
def test_the_payment_that_was_asked_for_counts_whichever_comes_first(
    fields: dict[str, Any],
) -> None:
    order = an_order(payment=ASKED)
    ends = [
        after(order, captured(), captured(**fields)),
        after(order, captured(**fields), captured()),
    ]
    assert ends[0] == ends[1]
    assert (ends[0].payment.state, status_of(ends[0])) == (PaymentState.PAID, OrderStatus.PAID)
    assert ends[0].attention is not None


@pytest.mark.parametrize(
    "unknown",
    [{"account": None}, {"livemode": None}, {"order_hint": None}, {"order_hint": "1234"}],
)
def test_what_is_not_told_is_not_compared(unknown: dict[str, Any]) -> None:
    paid = after(an_order(payment=ASKED), captured(**unknown))
    assert (paid.payment.state, paid.attention) == (PaymentState.PAID, None)
    asked_before_it_was_kept = an_order(payment=dict.fromkeys(ASKED))
    assert after(asked_before_it_was_kept, captured()).payment.state is PaymentState.PAID
