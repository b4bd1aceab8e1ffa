"""A money call that is on record before it is made."""

from datetime import datetime

from orderloom.domain.model import DomainModel


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
