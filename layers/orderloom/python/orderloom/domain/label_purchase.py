"""Buying an order's label: which offer, on record before anybody is asked for it."""

from datetime import datetime, timedelta

from pydantic import Field

from orderloom.domain.model import DomainModel
from orderloom.domain.ordered import Address
from orderloom.domain.parcel import LabelFormat, Parcel
from orderloom.domain.quote import OfferOnRecord

SETTLED = timedelta(seconds=15)
"""A carrier may act on a request after nobody waits for its answer any more: that is 8 s."""


class HandoverOnRecord(DomainModel):
    """What else than the order and the offer a purchase says: all that may change meanwhile.

    Some carriers take a repeated purchase for the same only if it is the same to the letter.
    """

    ship_at: datetime
    ship_from: Address
    parcels: tuple[Parcel, ...]
    label_format: LabelFormat = LabelFormat.PDF


class LabelPurchase(DomainModel):
    """The newest attempt. Until `nothing_bought` is set, it may have bought a label.

    Attributes:
        attempt: 1 for the first; every write is conditional on the one it follows.
        handover: None in attempts from before it was kept.
        alternatives: the best of the other offers.
        chosen_by: the merchant's strategy, or the id of the quote it chose from.
        passed_over: why other accounts offered nothing, or refused what they had offered.
        looks: how often the account was asked in vain what became of it.
        nothing_bought: why it is certain that this attempt bought none.
        begun_at: when it was.
    """

    order_id: str
    attempt: int
    offer: OfferOnRecord
    handover: HandoverOnRecord | None = None
    alternatives: tuple[OfferOnRecord, ...] = ()
    chosen_by: str | None = None
    passed_over: dict[str, str] = Field(default_factory=dict)
    looks: int = 0
    nothing_bought: str | None = None
    begun_at: datetime | None = None

    @property
    def label_format(self) -> LabelFormat:
        return self.handover.label_format if self.handover else LabelFormat.PDF

    def is_settled(self, now: datetime) -> bool:
        """Whether a label that is not there yet is not to come any more."""
        return self.begun_at is None or now - self.begun_at >= SETTLED
