"""What Stripe tells of payments it has doubts about: reviews, and banks' early fraud warnings.

Neither claims money. To an order they are an inquiry: what has not left is held until it is over.
"""

from typing import Any

from orderloom.adapters import event_fields as read
from orderloom.adapters.event_fields import Fields
from orderloom.domain.currency import NO_CURRENCY
from orderloom.domain.money import DisputeState

_REVIEWS = frozenset({"review.opened", "review.closed"})
REVIEW_EVENTS = _REVIEWS | {
    "radar.early_fraud_warning.created",
    "radar.early_fraud_warning.updated",
}


def review_details(event_type: str, subject: Fields) -> dict[str, Any]:
    """Fields of a DisputeFact. A warning is over when nothing can be done about it any more."""
    open_still = subject.get("open" if event_type in _REVIEWS else "actionable") is not False
    reason = "closed_reason" if subject.get("closed_reason") else "reason"
    return {
        "dispute_id": read.object_id(subject, "id"),
        "amount": 0,
        "currency": NO_CURRENCY,
        "state": DisputeState.INQUIRY if open_still else DisputeState.CLOSED,
        "reason": read.optional_text(subject, reason if event_type in _REVIEWS else "fraud_type"),
    }
