"""Bugs that have been made before, planted to see that a divergence would be found."""

import itertools
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TypeVar
from unittest.mock import patch

from orderloom.adapters.stripe.reader import StripeReader
from orderloom.domain import capture, deciding, dispute, fulfilment, payment, payment_taken, refund
from orderloom.domain.facts import AnyFact, AnyMoneyFact, PaymentFact
from orderloom.domain.holdings import awaits_capture
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.money import OrderRefund
from orderloom.domain.order import Order, Payment
from orderloom.domain.refund import RefundNews
from orderloom.domain.states import FulfilmentState, PaymentState
from orderloom.services import apply_event, arrange_shipping
from orderloom.services.apply_event import ApplyEvent, Outcome

T = TypeVar("T")


@dataclass(frozen=True)
class Bug:
    """`history`: one that shows it."""

    name: str
    history: str
    planted: Callable[[], AbstractContextManager[object]]


def _last(states: Iterable[T]) -> T:
    return list(states)[-1]


def _without_dedupe() -> AbstractContextManager[object]:
    """Each delivery counts as an event of its own."""
    read, numbers = StripeReader.read, itertools.count()

    def anew(reader: StripeReader, event: InboundEvent) -> AnyFact | None:
        fact = read(reader, event)
        if fact is None:
            return None
        source = fact.source.model_copy(update={"event_id": f"evt_{next(numbers)}"})
        return fact.model_copy(update={"source": source})

    return patch.object(StripeReader, "read", anew)


def _refunds_by_amount() -> AbstractContextManager[object]:
    def same(row: OrderRefund, news: RefundNews) -> bool:
        return row.amount == news.amount

    return patch.object(refund, "_same", same)


def _dropped_when_early() -> AbstractContextManager[object]:
    """Answered with 200, and forgotten."""
    return patch.object(ApplyEvent, "_park", lambda *_: Outcome.FOREIGN)


def _any_scan_counts() -> AbstractContextManager[object]:
    every = frozenset(FulfilmentState)
    return patch.object(fulfilment, "_NEXT", dict.fromkeys(FulfilmentState, every))


def _failures_only_before_payment() -> AbstractContextManager[object]:
    def untold(order: Order, _: object) -> bool:
        return order.payment.captured == 0

    return patch.object(payment, "untold", untold)


def _early_disputes_are_strangers() -> AbstractContextManager[object]:
    """Disputes do not name their order, so they seem to be about something else."""
    park = ApplyEvent._park

    def parked(orders: object, fact: AnyMoneyFact, event: InboundEvent) -> Outcome:
        known = fact.model_copy(update={"undecided": False})
        return park(orders, known, event)  # type: ignore[arg-type]  # passed on as it is

    return patch.object(apply_event.ApplyEvent, "_park", staticmethod(parked))


def _late_authorisations_are_forgotten() -> AbstractContextManager[object]:
    """What was captured or voided before it was heard of seems to need no entry any more."""
    news = capture.tells_news

    def still_news(order: Order, fact: PaymentFact) -> bool:
        settled = order.payment.captured or order.payment.state is PaymentState.VOIDED
        return not settled and news(order, fact)

    return patch.object(payment, "tells_news", still_news)


def _review_is_not_paid() -> AbstractContextManager[object]:
    """So an order on its way to the carrier is given up."""
    return patch.object(arrange_shipping, "held", awaits_capture)


def _pages_alone_are_known() -> AbstractContextManager[object]:
    """What tells of the payment behind a page finds no order, and waits for ever."""
    return patch.object(apply_event, "known_as", lambda *_: ())


def _as_asked_before_it_failed() -> AbstractContextManager[object]:
    """The currency is compared where nothing was declined before."""
    paid = payment_taken.paid

    def believed(
        order: Order, amount: int, currency: str, payment_id: str | None = None
    ) -> Payment:
        asked = order.currency if order.payment.failed_attempts else currency
        return paid(order, amount, asked, payment_id)

    return patch.object(payment_taken, "paid", believed)


BUGS = (
    Bug("no dedupe", "stripe: declined then paid", _without_dedupe),
    Bug(
        "the last dispute event wins",
        "stripe: disputed and won",
        lambda: patch.object(dispute, "later_dispute", _last),
    ),
    Bug(
        "the last refund event wins",
        "stripe: a refund that fails later",
        lambda: patch.object(refund, "later_refund", lambda states: next(iter(states))),
    ),
    Bug("equal refunds are one", "stripe: refunded in three parts", _refunds_by_amount),
    Bug("early events are dropped", "stripe: declined then paid", _dropped_when_early),
    Bug("any scan counts", "stripe: delivered", _any_scan_counts),
    Bug("late failures are dropped", "razorpay: declined then paid", _failures_only_before_payment),
    Bug(
        "early disputes are strangers",
        "stripe: disputed and won before it left",
        _early_disputes_are_strangers,
    ),
    Bug(
        "late authorisations are forgotten",
        "stripe: captured in the dashboard",
        _late_authorisations_are_forgotten,
    ),
    Bug(
        "what is in review is given up",
        "stripe: captured in part in the dashboard",
        _review_is_not_paid,
    ),
    Bug(
        "a page's payment is a stranger",
        "stripe: paid on the page and refunded in part",
        _pages_alone_are_known,
    ),
    Bug(
        "a link's payment is a stranger",
        "razorpay: paid by link and refunded in part",
        _pages_alone_are_known,
    ),
    Bug(
        "another account is believed",
        "stripe: another account tells of a payment",
        lambda: patch.object(deciding, "is_foreign", lambda *_: False),
    ),
    Bug(
        "the currency is not compared",
        "stripe: paid in another currency",
        _as_asked_before_it_failed,
    ),
    Bug(
        "test money is money",
        "stripe: paid with test money",
        lambda: patch.object(payment, "mismatches", lambda *_: ()),
    ),
)
