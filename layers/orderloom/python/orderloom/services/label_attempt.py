"""An attempt to buy a label as it stands on record, and as it is repeated from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from orderloom.domain.label_purchase import HandoverOnRecord, LabelPurchase
from orderloom.domain.quote import OfferOnRecord, Silence
from orderloom.ports.carrier import Label, Shipment
from orderloom.services.shop_rates import Offer, on_record

_MOST_ALTERNATIVES = 8


@dataclass(frozen=True)
class Choice:
    """What there is to choose from.

    Attributes:
        best: what may be bought, the best first.
        offers: all there are.
        reasons: why accounts offer nothing, or refused what they had offered.
        chosen_by: the strategy, or the quote a merchant chose from.
        silence: why an account that may sell said nothing.
    """

    best: Sequence[Offer]
    offers: Sequence[Offer]
    reasons: Mapping[str, str]
    chosen_by: str
    silence: Silence | None = None

    def without(self, offer: Offer, why: str, *, busy: bool = False) -> "Choice":
        """After the offer was refused; `busy`: its account may not be called any more now."""
        silence = Silence.BUSY if busy else self.silence
        return replace(self, reasons={**self.reasons, offer.account: why}, silence=silence)

    def alternatives(self, offer: Offer | None = None) -> tuple[OfferOnRecord, ...]:
        """The best of the others, and then those that cannot be compared."""
        others = [*self.best, *(each for each in self.offers if each not in self.best)]
        return tuple([on_record(each) for each in others if each != offer][:_MOST_ALTERNATIVES])


def attempt_after(
    newest: LabelPurchase | None,
    order_id: str,
    shipment: Shipment,
    offer: Offer,
    choice: Choice,
) -> LabelPurchase:
    """The attempt that follows `newest`: to buy `offer`."""
    return LabelPurchase(
        order_id=order_id,
        attempt=newest.attempt + 1 if newest else 1,
        offer=on_record(offer),
        handover=HandoverOnRecord(
            ship_at=shipment.ship_at,
            ship_from=shipment.ship_from,
            parcels=shipment.parcels,
            label_format=shipment.label_format,
        ),
        alternatives=choice.alternatives(offer),
        chosen_by=choice.chosen_by,
        passed_over=dict(choice.reasons),
    )


def as_tried(shipment: Shipment, begun: LabelPurchase) -> Shipment:
    """What the attempt asked for: by now the day is another, and the merchant may have moved."""
    kept = begun.handover
    if kept is None:
        return shipment
    return replace(
        shipment,
        ship_at=kept.ship_at,
        ship_from=kept.ship_from,
        parcels=kept.parcels,
        label_format=kept.label_format,
    )


def priced(label: Label, offer: OfferOnRecord) -> Label:
    """A carrier that finds a label again may not know its price: it was sold as offered."""
    if label.currency:
        return label
    return replace(label, service=offer.service, cost=offer.amount, currency=offer.currency)
