"""What Stripe's refunds say of themselves, in answers and in events alike."""

from typing import Any

from orderloom.adapters import event_fields as read
from orderloom.adapters.event_fields import Fields
from orderloom.adapters.stripe.amounts import money
from orderloom.domain.money import RefundState

OPERATION = "operation"
"""The metadata that names a refund we asked for."""

REFUND_STATES = {
    "pending": RefundState.PENDING,
    "requires_action": RefundState.PENDING,
    "succeeded": RefundState.SUCCEEDED,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}

# The older name of an event is still sent beside the newer.
REFUND_EVENTS = frozenset(
    {"refund.created", "refund.updated", "refund.failed", "charge.refund.updated"}
)


def refund_details(refund: Fields) -> dict[str, Any]:
    """Fields of a RefundFact."""
    return {
        "refund_id": read.object_id(refund, "id"),
        "operation": read.optional_text(read.child(refund, "metadata"), OPERATION),
        "state": REFUND_STATES.get(read.text(refund, "status"), RefundState.PENDING),
        "code": read.optional_text(refund, "failure_reason"),
        **money(refund, "amount"),
    }
