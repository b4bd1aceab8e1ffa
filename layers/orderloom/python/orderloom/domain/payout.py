"""Payouts: what reached the merchant's bank, order by order."""

from datetime import datetime

from orderloom.domain.facts import EventSource
from orderloom.domain.ledger import EntryKind, Movement
from orderloom.domain.model import DomainModel
from orderloom.domain.order import Order
from orderloom.domain.transition import Actor, EventType, Transition, transition


class PayoutMatch(DomainModel):
    """How far a payout's lines were matched to orders; amounts in minor units of `currency`.

    Attributes:
        cursor: read up to there; None before the first page and at the end.
        lines, net: all lines read so far and their sum.
        matched, matched_net: those of orders here.
        version: goes up by one with each writing; 0: never written.
    """

    provider: str
    payout_id: str
    amount: int
    currency: str
    created_at: datetime
    cursor: str | None = None
    done: bool = False
    lines: int = 0
    net: int = 0
    matched: int = 0
    matched_net: int = 0
    version: int = 0

    @property
    def unexplained(self) -> int:
        """What the lines do not account for: 0 once a whole payout is read."""
        return self.amount - self.net

    @property
    def read_again(self) -> "PayoutMatch":
        """From its first line on, by a later run; what was posted stays posted."""
        anew = {"cursor": None, "done": False, "lines": 0, "net": 0}
        return self.model_copy(update={**anew, "matched": 0, "matched_net": 0})


class PaidOut(DomainModel):
    """One line of a payout that belongs to an order; amounts in minor units."""

    source: EventSource
    payout_id: str
    line_id: str
    net: int
    fee: int
    currency: str


def pay_out(order: Order, paid: PaidOut, now: datetime) -> Transition:
    """The provider handed over what it held of this line, and kept its fee."""
    moved = [_movement(EntryKind.PAID_OUT, paid, paid.net)]
    payment = order.payment
    if paid.fee and not payment.fee:  # else it was told of with the payment, and is posted
        moved.append(_movement(EntryKind.FEE, paid, paid.fee))
        payment = payment.model_copy(update={"fee": paid.fee})
    data = paid.model_dump(include={"payout_id", "net", "fee", "currency"})
    return transition(
        order,
        EventType.PAYMENT_PAID_OUT,
        actor=Actor.WEBHOOK,
        now=now,
        changes={"payment": payment},
        data=data,
        source=paid.source,
        moved=tuple(moved),
    )


def _movement(kind: EntryKind, paid: PaidOut, amount: int) -> Movement:
    return Movement(kind=kind, object_id=paid.line_id, amount=amount, currency=paid.currency)
