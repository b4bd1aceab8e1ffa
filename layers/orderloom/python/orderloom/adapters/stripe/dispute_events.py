"""What Stripe's dispute events state."""

from typing import Any

from orderloom.adapters import event_fields as read
from orderloom.adapters.event_fields import Fields
from orderloom.adapters.stripe.amounts import from_stripe, money
from orderloom.domain.ledger import EntryKind, Movement
from orderloom.domain.money import DisputeState
from orderloom.errors import MalformedEvent

_MOVED = {
    "charge.dispute.funds_withdrawn": EntryKind.DISPUTED,
    "charge.dispute.funds_reinstated": EntryKind.REINSTATED,
}
DISPUTE_EVENTS = frozenset(
    {
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
        *_MOVED,
    }
)
_STATES = {
    "warning_needs_response": DisputeState.INQUIRY,
    "warning_under_review": DisputeState.INQUIRY_REVIEW,
    "warning_closed": DisputeState.CLOSED,
    "needs_response": DisputeState.NEEDS_RESPONSE,
    "under_review": DisputeState.UNDER_REVIEW,
    "prevented": DisputeState.CLOSED,
    "won": DisputeState.WON,
    "lost": DisputeState.LOST,
}


def dispute_details(event_type: str, dispute: Fields) -> dict[str, Any]:
    """Fields of a DisputeFact. Events that tell of money do not say how the dispute stands."""
    details = {"dispute_id": read.object_id(dispute, "id"), **money(dispute, "amount")}
    kind = _MOVED.get(event_type)
    if kind is not None:
        return {**details, "movements": _movements(kind, details, dispute)}
    evidence = read.child(dispute, "evidence_details")
    due = read.epoch_seconds(evidence, "due_by") if evidence.get("due_by") else None
    # A status this system does not know yet keeps the shipment, as all open ones do.
    state = _STATES.get(read.text(dispute, "status"), DisputeState.REPORTED)
    reason = read.optional_text(dispute, "reason")
    return {**details, "state": state, "reason": reason, "evidence_due": due}


def _movements(kind: EntryKind, details: dict[str, Any], dispute: Fields) -> tuple[Movement, ...]:
    """The disputed amount, and the fee Stripe took with it or gave back."""
    withdrawn = kind is EntryKind.DISPUTED
    moved = Movement(
        kind=kind,
        object_id=details["dispute_id"],
        amount=details["amount"],
        currency=details["currency"],
    )
    fees = [_fee(line) for line in _lines(dispute) if (_whole(line, "amount") < 0) is withdrawn]
    taken = sum(fee for fee, _ in fees)
    if not taken or (taken > 0) is not withdrawn:
        return (moved,)
    fee_kind = EntryKind.FEE if withdrawn else EntryKind.FEE_RETURNED
    fee = Movement(kind=fee_kind, object_id=moved.object_id, amount=abs(taken), currency=fees[0][1])
    return (moved, fee)


def _lines(dispute: Fields) -> list[Fields]:
    lines = dispute.get("balance_transactions")
    return [line for line in lines if isinstance(line, dict)] if isinstance(lines, list) else []


def _fee(line: Fields) -> tuple[int, str]:
    currency = read.text(line, "currency").upper()
    try:
        return from_stripe(_whole(line, "fee"), currency), currency
    except ValueError as exc:
        raise MalformedEvent(f"fee: {exc}") from exc


def _whole(line: Fields, name: str) -> int:
    value = line.get(name, 0)
    if type(value) is not int:
        raise MalformedEvent(f"{name} is not an amount in minor units")
    return value
