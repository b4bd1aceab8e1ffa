"""How a merchant wants parcels sent."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from orderloom.domain.model import DomainModel
from orderloom.domain.parcel import LabelFormat

MOST_WEIGHT = 100


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
        label_format: of the papers; a carrier that has none of it is passed over.
        deadline_ms: how long carriers are waited for when rates are compared.
        weights: of accounts, by name: those of one carrier share its orders in these proportions,
            and stand in for each other. 0 only stands in; 1 where an account is not named. Without
            any, accounts of a carrier compete by their rates as carriers do.
        unscanned_days: a label nobody scanned for so long becomes a task for a person.
        stuck_days: and so does a parcel on its way of which nothing was heard for so long.
    """

    mode: ShippingMode = ShippingMode.AUTOMATIC
    strategy: RateStrategy = RateStrategy.CHEAPEST
    within_days: int = Field(default=5, ge=1, le=60)
    preferred: tuple[str, ...] = ()
    label_format: LabelFormat = LabelFormat.PDF
    deadline_ms: int = Field(default=2000, ge=200, le=8000)
    weights: dict[str, Annotated[int, Field(ge=0, le=MOST_WEIGHT)]] = Field(default_factory=dict)
    unscanned_days: int = Field(default=3, ge=1, le=60)
    stuck_days: int = Field(default=7, ge=1, le=60)
