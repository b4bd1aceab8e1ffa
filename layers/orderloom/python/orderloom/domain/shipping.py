"""How a merchant wants parcels sent."""

from enum import StrEnum

from pydantic import Field

from orderloom.domain.model import DomainModel


class RateStrategy(StrEnum):
    CHEAPEST = "cheapest"
    FASTEST = "fastest"
    CHEAPEST_WITHIN_DAYS = "cheapest_within_days"
    PREFERRED_CARRIER = "preferred_carrier"


class ShippingMode(StrEnum):
    """MANUAL: no label is bought; every order waits for a person."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


class ShippingPolicy(DomainModel):
    """A merchant's choice.

    Attributes:
        within_days: of CHEAPEST_WITHIN_DAYS: the latest delivery that will do.
        preferred: of PREFERRED_CARRIER: names of carriers, the first before the second.
        deadline_ms: how long carriers are waited for when rates are compared.
        unscanned_days: a label nobody scanned for so long becomes a task for a person.
        stuck_days: and so does a parcel on its way of which nothing was heard for so long.
    """

    mode: ShippingMode = ShippingMode.AUTOMATIC
    strategy: RateStrategy = RateStrategy.CHEAPEST
    within_days: int = Field(default=5, ge=1, le=60)
    preferred: tuple[str, ...] = ()
    deadline_ms: int = Field(default=2000, ge=200, le=8000)
    unscanned_days: int = Field(default=3, ge=1, le=60)
    stuck_days: int = Field(default=7, ge=1, le=60)
