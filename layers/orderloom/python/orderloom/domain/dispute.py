"""The dispute machine: what a bank's claim does to an order.

Money that moves because of a dispute is posted whether or not the dispute itself is known yet,
and never changes how the dispute stands.
"""

from datetime import datetime
from typing import Any

from orderloom.domain.facts import DisputeFact
from orderloom.domain.holdings import attending, awaits_capture, goes_on
from orderloom.domain.ledger import EntryKind, Movement
from orderloom.domain.money import OrderDispute, later_dispute
from orderloom.domain.order import Order
from orderloom.domain.transition import Actor, EventType, OrderEvent, Transition, note, transition


def decide_dispute(order: Order, fact: DisputeFact, now: datetime) -> Transition | OrderEvent:
    """The transition `fact` causes, or the note it leaves when it changes nothing."""
    before = next((d for d in order.disputes if d.dispute_id == fact.dispute_id), None)
    dispute = _merged(before, fact)
    foreign = order.payment.provider not in (None, fact.source.provider)
    if foreign or dispute == before:
        return note(
            order,
            EventType.PROVIDER_EVENT_NOTED,
            actor=Actor.WEBHOOK,
            now=now,
            data={"event_type": fact.source.event_type},
            source=fact.source,
        )
    others = [kept for kept in order.disputes if kept.dispute_id != fact.dispute_id]
    disputes = tuple(sorted((*others, dispute), key=lambda d: d.dispute_id))
    following = attending(order.model_copy(update={"disputes": disputes}), now)
    changes: dict[str, Any] = {"disputes": disputes, "attention": following.attention}
    data = _told(dispute)
    if goes_on(following):
        changes |= {"saga_attempt": order.saga_attempt + 1, "saga_running": True}
        data["saga_attempt"] = order.saga_attempt + 1
    return transition(
        order,
        _event_type(before, dispute),
        actor=Actor.WEBHOOK,
        now=now,
        changes=changes,
        data=data,
        source=fact.source,
        moved=_due(before, fact),
    )


def hold(order: Order, now: datetime) -> Transition:
    """The saga ends before it ships; the end of the dispute, or the capture, starts it again."""
    disputed = [dispute.dispute_id for dispute in order.disputes if dispute.open]
    return transition(
        order,
        EventType.SHIPMENT_HELD,
        actor=Actor.SAGA,
        now=now,
        changes={"saga_running": False},
        data={"disputes": disputed, "awaits_capture": awaits_capture(order)},
    )


def _merged(before: OrderDispute | None, fact: DisputeFact) -> OrderDispute:
    known = before or OrderDispute(
        dispute_id=fact.dispute_id, amount=fact.amount, currency=fact.currency
    )
    moved = {movement.kind: movement.amount for movement in fact.movements}
    dues = [due for due in (known.evidence_due, fact.evidence_due) if due is not None]
    states = [known.state] if fact.state is None else [known.state, fact.state]
    return known.model_copy(
        update={
            "state": later_dispute(states),
            "reason": known.reason or fact.reason,
            "evidence_due": max(dues, default=None),
            "withdrawn": known.withdrawn or moved.get(EntryKind.DISPUTED, 0),
            "reinstated": known.reinstated or moved.get(EntryKind.REINSTATED, 0),
        }
    )


def _due(before: OrderDispute | None, fact: DisputeFact) -> tuple[Movement, ...]:
    """What `fact` moved, unless it was posted before."""
    kinds = {movement.kind for movement in fact.movements}
    known = (EntryKind.DISPUTED in kinds and before is not None and before.withdrawn) or (
        EntryKind.REINSTATED in kinds and before is not None and before.reinstated
    )
    return () if known else fact.movements


def _event_type(before: OrderDispute | None, dispute: OrderDispute) -> EventType:
    if before is not None and before.state is dispute.state:
        moved = (before.withdrawn, before.reinstated) != (dispute.withdrawn, dispute.reinstated)
        return EventType.DISPUTE_MONEY_MOVED if moved else EventType.DISPUTE_UPDATED
    if not dispute.open:
        return EventType.DISPUTE_CLOSED
    if before is None and dispute.withdrawn + dispute.reinstated:
        return EventType.DISPUTE_MONEY_MOVED
    told_before = (
        before is not None and before.state is not OrderDispute.model_fields["state"].default
    )
    return EventType.DISPUTE_UPDATED if told_before else EventType.DISPUTE_OPENED


def _told(dispute: OrderDispute) -> dict[str, Any]:
    data: dict[str, Any] = dispute.model_dump(exclude_defaults=True)
    return {**data, "state": dispute.state}
