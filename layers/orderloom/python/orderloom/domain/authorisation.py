"""When an order's money is taken, what is authorised until then, and the wish to take it."""

from datetime import datetime
from enum import StrEnum

from orderloom.domain.model import DomainModel


class CaptureMode(StrEnum):
    """AUTOMATIC: as soon as the shopper paid. ON_SHIPPING: once the label is bought."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"
    ON_SHIPPING = "on_shipping"


class Authorisation(DomainModel):
    """What the shopper's bank keeps for the merchant; minor units of the order's currency.

    Attributes:
        object_id: the provider's object its ledger entries are named by.
        lapses_at: until when it can be captured, as far as the provider's rules tell.
        ended: captured, voided or lapsed; nothing is kept any more.
    """

    object_id: str
    amount: int
    lapses_at: datetime | None = None
    ended: bool = False


class CaptureState(StrEnum):
    REQUESTED = "requested"
    DONE = "done"
    FAILED = "failed"


class OrderCapture(DomainModel):
    """A capture asked for here; `operation` is our name for it, `code` why it failed."""

    operation: str
    amount: int
    state: CaptureState = CaptureState.REQUESTED
    code: str | None = None
