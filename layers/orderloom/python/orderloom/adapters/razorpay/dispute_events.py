"""What Razorpay's dispute events state. Money moves when a dispute is lost, or at its start."""

from typing import Any

from orderloom.adapters import event_fields as read
from orderloom.adapters.event_fields import Fields
from orderloom.domain.ledger import EntryKind, Movement
from orderloom.domain.money import DisputeState

_STATES = {
    "payment.dispute.created": DisputeState.NEEDS_RESPONSE,
    "payment.dispute.action_required": DisputeState.NEEDS_RESPONSE,
    "payment.dispute.under_review": DisputeState.UNDER_REVIEW,
    "payment.dispute.won": DisputeState.WON,
    "payment.dispute.lost": DisputeState.LOST,
    "payment.dispute.closed": DisputeState.CLOSED,
}
DISPUTE_EVENTS = frozenset(_STATES)
_INQUIRIES = {
    DisputeState.NEEDS_RESPONSE: DisputeState.INQUIRY,
    DisputeState.UNDER_REVIEW: DisputeState.INQUIRY_REVIEW,
}
_ONLY_ASKED = frozenset({"fraud", "retrieval"})
"""Phases in which nobody claims the money yet."""


def dispute_details(event_type: str, dispute: Fields) -> dict[str, Any]:
    """Fields of a DisputeFact. The event's name counts: its entity is as of the sending."""
    dispute_id, amount = read.object_id(dispute, "id"), read.minor_units(dispute, "amount")
    currency = read.text(dispute, "currency").upper()
    state = _STATES[event_type]
    if read.optional_text(dispute, "phase") in _ONLY_ASKED:
        state = _INQUIRIES.get(state, state)
    taken = read.minor_units(dispute, "amount_deducted") if dispute.get("amount_deducted") else 0
    moved = Movement(kind=EntryKind.DISPUTED, object_id=dispute_id, amount=taken, currency=currency)
    return {
        "dispute_id": dispute_id,
        "amount": amount,
        "currency": currency,
        "state": state,
        "reason": read.optional_text(dispute, "reason_code"),
        "evidence_due": read.epoch_seconds(dispute, "respond_by")
        if dispute.get("respond_by")
        else None,
        "movements": (moved,) if taken else (),
    }
