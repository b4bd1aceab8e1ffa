"""Stripe's doubts about a payment: what has not left waits until they are over."""

import json
from typing import Any

import pytest
from orderloom.adapters.stripe.reader import StripeReader
from orderloom.domain.dispute import decide_dispute
from orderloom.domain.facts import DisputeFact
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.money import DisputeState
from orderloom.domain.states import AttentionKind
from orderloom.domain.status import OrderStatus, status_of
from orderloom.domain.transition import Transition

from tests.unit.domain.orders import NOW, an_order

WARNING = {"object": "radar.early_fraud_warning", "id": "issfr_1", "fraud_type": "fraudulent"}
REVIEW = {"object": "review", "id": "prv_1", "reason": "rule", "closed_reason": None}


def told(kind: str, subject: dict[str, Any]) -> DisputeFact:
    subject = {"charge": "ch_1", "payment_intent": "pi_1", **subject}
    event = {"type": kind, "created": 1_795_000_000, "data": {"object": subject}}
    fact = StripeReader().read(InboundEvent("acme", "stripe", "evt_1", NOW, json.dumps(event)))
    assert isinstance(fact, DisputeFact)
    return fact


@pytest.mark.parametrize(
    ("opened", "closed"),
    [
        (
            told("review.opened", REVIEW | {"open": True}),
            told("review.closed", REVIEW | {"open": False, "closed_reason": "approved"}),
        ),
        (
            told("radar.early_fraud_warning.created", WARNING | {"actionable": True}),
            told("radar.early_fraud_warning.updated", WARNING | {"actionable": False}),
        ),
    ],
    ids=["review", "warning"],
)
def test_a_doubt_holds_what_has_not_left_until_it_is_over(
    opened: DisputeFact, closed: DisputeFact
) -> None:
    ends = []
    for facts in ((opened, closed), (closed, opened)):
        order = an_order(payment={"captured": 4200, "state": "paid"})
        for fact in facts:
            decision = decide_dispute(order, fact, NOW)
            if isinstance(decision, Transition):
                order = decision.order
                assert decision.entries == ()
            if fact is facts[0] is opened:
                assert status_of(order) is OrderStatus.ON_HOLD
                assert order.attention is not None
                assert order.attention.kind is AttentionKind.DISPUTE
        ends.append((order.disputes[0].state, status_of(order), order.attention))
    assert ends[0] == ends[1] == (DisputeState.CLOSED, OrderStatus.PAID, None)
    assert closed.reason in {"approved", "fraudulent"}
