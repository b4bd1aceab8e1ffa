"""What one request asks of one partition."""

from enum import StrEnum
from typing import NamedTuple


class Family(StrEnum):
    """Partitions whose keys are built alike."""

    ORDER = "order and its timeline"
    LIST = "order list (index)"
    CUSTOMER = "customer's orders (index)"
    ATTENTION = "attention (index)"
    PARCELS = "parcels on their way (index)"
    STOCK = "stock counter"
    PRODUCT = "product"
    META = "tenant: profile, connections"
    KEY = "API key"
    REFERENCE = "provider's object"
    PARKED = "parked events"
    IDEMPOTENCY = "idempotency key"
    RATE = "rate of the minute"


class Touch(NamedTuple):
    """Units as DynamoDB bills them: a KB written, 4 KB read consistently, each begun one whole.

    Twice as many for writes in a transaction, half for reads that may be eventual.
    """

    family: Family
    partition: str
    writes: float = 0
    reads: float = 0
