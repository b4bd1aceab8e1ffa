"""What carriers offered for a shipment, as it stands on record."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from orderloom.domain.model import DomainModel
from orderloom.domain.parcel import Parcel


class OfferOnRecord(DomainModel):
    """A rate as it stands on record; `amount` in minor units of `currency`."""

    account: str
    rate_id: str
    carrier: str
    service: str
    amount: int
    currency: str
    delivery_days: int | None = None


def told_offer(offer: OfferOnRecord) -> dict[str, Any]:
    """As a timeline tells it: without the word that only the adapter understands."""
    return offer.model_dump(exclude={"rate_id"}, exclude_none=True)


class Outcome(StrEnum):
    """What became of asking one carrier.

    UNFIT: it cannot take this address or parcel. UNAVAILABLE: asked, and no usable answer came.
    BUSY: more is asked of the account than it may be: by its own word, or by our count.
    """

    OFFERED = "offered"
    NOTHING = "nothing"
    UNFIT = "unfit"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"
    TIMED_OUT = "timed_out"
    BUSY = "busy"


NO_ANSWER = frozenset({Outcome.UNAVAILABLE, Outcome.TIMED_OUT, Outcome.BUSY})
"""It may be another, asked again."""


class Silence(StrEnum):
    """Why no account offered or refused anything.

    DOWN: all are slow or down. BUSY: some would answer but for the calls of the moment.
    """

    DOWN = "down"
    BUSY = "busy"


class CarrierAnswer(DomainModel):
    """`detail`: why there is no offer; `field`: what of the shipment is UNFIT."""

    account: str
    outcome: Outcome
    detail: str | None = None
    field: str | None = None


class Quote(DomainModel):
    """All offers for one shipment, good until `good_until`; of the shipment, only digests.

    Attributes:
        digest: of all that was asked; the same question is answered from here.
        lane: digest of both addresses.
    """

    quote_id: str
    tenant_id: str
    digest: str
    lane: str
    currency: str
    parcels: tuple[Parcel, ...]
    offers: tuple[OfferOnRecord, ...]
    answers: tuple[CarrierAnswer, ...]
    quoted_at: datetime
    good_until: datetime

    @property
    def weight_grams(self) -> int:
        return sum(parcel.weight_grams for parcel in self.parcels)

    @property
    def complete(self) -> bool:
        """Nobody would answer otherwise if asked again."""
        return not any(answer.outcome in NO_ANSWER for answer in self.answers)


class WantedOffer(DomainModel):
    """The offer a merchant chose for an order; its label is bought by the same service."""

    quote_id: str
    offer: OfferOnRecord
    parcels: tuple[Parcel, ...]

    def same_service(self, account: str, carrier: str, service: str) -> bool:
        offer = self.offer
        return (offer.account, offer.carrier, offer.service) == (account, carrier, service)
