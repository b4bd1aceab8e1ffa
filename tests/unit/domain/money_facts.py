"""Facts about money, as any provider's reader may state them."""

from itertools import count

from orderloom.domain.deciding import decide
from orderloom.domain.facts import AnyMoneyFact, DisputeFact, EventSource, PaymentFact, RefundFact
from orderloom.domain.facts import PaymentOutcome as Outcome
from orderloom.domain.ledger import EntryKind, LedgerEntry, Movement
from orderloom.domain.money import DisputeState, RefundState
from orderloom.domain.order import Order
from orderloom.domain.transition import Transition

from tests.unit.domain.orders import NOW

_numbers = count(1)


def a_source() -> EventSource:
    """Another event on every call."""
    event_id = f"evt_{next(_numbers)}"
    return EventSource(provider="stripe", event_id=event_id, event_type="any", occurred_at=NOW)


def captured(amount: int = 4200, currency: str = "USD") -> PaymentFact:
    return PaymentFact(
        source=a_source(),
        intent_id="pi_1",
        outcome=Outcome.CAPTURED,
        amount=amount,
        currency=currency,
    )


def refunded_so_far(amount: int, currency: str = "USD") -> PaymentFact:
    return PaymentFact(
        source=a_source(),
        intent_id="pi_1",
        outcome=Outcome.REFUNDED,
        amount=amount,
        currency=currency,
    )


def refund(
    refund_id: str,
    amount: int,
    state: RefundState = RefundState.SUCCEEDED,
    *,
    currency: str = "USD",
    operation: str | None = None,
) -> RefundFact:
    return RefundFact(
        source=a_source(),
        intent_id="pi_1",
        refund_id=refund_id,
        amount=amount,
        currency=currency,
        state=state,
        operation=operation,
    )


def dispute(
    state: DisputeState | None, dispute_id: str = "dp_1", amount: int = 4200, **fields: object
) -> DisputeFact:
    given = {"dispute_id": dispute_id, "amount": amount, "currency": "USD", **fields}
    return DisputeFact.model_validate(
        {"source": a_source(), "intent_id": "pi_1", "state": state, **given}
    )


def moved(kind: EntryKind, dispute_id: str = "dp_1", amount: int = 4200) -> DisputeFact:
    """What `charge.dispute.funds_…` tells, with the fee taken at a withdrawal."""
    movements = [Movement(kind=kind, object_id=dispute_id, amount=amount, currency="USD")]
    if kind is EntryKind.DISPUTED:
        fee = {"kind": EntryKind.FEE, "object_id": dispute_id, "amount": 1500, "currency": "USD"}
        movements.append(Movement.model_validate(fee))
    return dispute(None, dispute_id, amount, movements=tuple(movements))


class Books:
    """An order with its ledger, to which facts are applied as the repository would."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.entries: dict[tuple[str, str, str], LedgerEntry] = {}
        self.transitions: list[Transition] = []

    def apply(self, *facts: AnyMoneyFact) -> "Books":
        for fact in facts:
            decision = decide(self.order, fact, NOW)
            if isinstance(decision, Transition):
                self.commit(decision)
        return self

    def commit(self, done: Transition) -> None:
        for entry in done.entries:
            key = (entry.provider, entry.object_id, entry.kind.value)
            assert key not in self.entries
            self.entries[key] = entry
        self.order = done.order
        self.transitions.append(done)
