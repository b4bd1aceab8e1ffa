"""Buying an order's label: which offer, on record before anybody is asked for it."""

from datetime import datetime, timedelta

from pydantic import Field

from orderloom.domain.model import DomainModel

SETTLED = timedelta(seconds=15)
"""A carrier may act on a request after nobody waits for its answer any more: that is 8 s."""


class OfferOnRecord(DomainModel):
    """A rate as it stands on an order's record; `amount` in minor units of `currency`."""

    account: str
    rate_id: str
    carrier: str
    service: str
    amount: int
    currency: str
    delivery_days: int | None = None


class LabelPurchase(DomainModel):
    """The newest attempt. Until `nothing_bought` is set, it may have bought a label.

    Attributes:
        attempt: 1 for the first; every write is conditional on the one it follows.
        alternatives: the best of the other offers.
        missing: accounts that offered nothing, with the reason.
        looks: how often the account was asked in vain what became of it.
        nothing_bought: why it is certain that this attempt bought none.
        begun_at: when it was; ship_at: the day it was asked for, to repeat it to the letter.
    """

    order_id: str
    attempt: int
    offer: OfferOnRecord
    alternatives: tuple[OfferOnRecord, ...] = ()
    missing: dict[str, str] = Field(default_factory=dict)
    looks: int = 0
    nothing_bought: str | None = None
    begun_at: datetime | None = None
    ship_at: datetime | None = None

    def is_settled(self, now: datetime) -> bool:
        """Whether a label that is not there yet is not to come any more."""
        return self.begun_at is None or now - self.begun_at >= SETTLED
