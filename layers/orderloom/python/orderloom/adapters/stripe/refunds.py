"""What Stripe's refunds say of themselves, in answers and in events alike."""

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
