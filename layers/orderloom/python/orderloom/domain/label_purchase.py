"""Buying an order's label: which offer, on record before anybody is asked for it."""

from orderloom.domain.model import DomainModel


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
        looks: how often the account was asked in vain what became of it.
        nothing_bought: why it is certain that this attempt bought none.
    """

    order_id: str
    attempt: int
    offer: OfferOnRecord
    alternatives: tuple[OfferOnRecord, ...] = ()
    looks: int = 0
    nothing_bought: str | None = None
