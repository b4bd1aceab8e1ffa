"""A money call that is on record before it is made."""

import hashlib
from datetime import datetime

from orderloom.domain.model import DomainModel
from orderloom.errors import IdempotencyKeyReused


class Operation(DomainModel):
    """What a merchant asked for; `amount` in minor units of `currency`.

    `operation` is its name, derived from the merchant's idempotency key.
    """

    order_id: str
    operation: str
    fingerprint: str
    amount: int
    currency: str
    reason: str | None
    requested_at: datetime

    def refuse_other(self, fingerprint: str) -> None:
        """Raises IdempotencyKeyReused: the key that asked for this asks for something else."""
        if self.fingerprint != fingerprint:
            message = "this key was used with another body"
            raise IdempotencyKeyReused(message, field="Idempotency-Key")


def operation_name(order_id: str, kind: str, idempotency_key: str) -> str:
    """What a key asks for: the same name for ever, so it is sent once.

    It is the provider's idempotency key as well, so it holds only what all of them take.
    """
    digest = hashlib.sha256(idempotency_key.encode()).hexdigest()[:32]
    return f"{order_id}-{kind}-{digest}"
