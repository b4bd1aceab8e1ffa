"""An attempt to buy a label as it stands on record, and as it is repeated from there."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from orderloom.domain.label_purchase import HandoverOnRecord, LabelPurchase, OfferOnRecord
from orderloom.ports.carrier import Label, Rate, Shipment
from orderloom.services.shop_rates import Offer

_MOST_ALTERNATIVES = 8


def attempt_after(
    newest: LabelPurchase | None,
    order_id: str,
    shipment: Shipment,
    offer: Offer,
    offers: Sequence[Offer],
) -> LabelPurchase:
    """The attempt that follows `newest`: `offer`, taken of these `offers`."""
    others = [on_record(other) for other in offers if other != offer]
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
        alternatives=tuple(others[:_MOST_ALTERNATIVES]),
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


def on_record(offer: Offer) -> OfferOnRecord:
    return OfferOnRecord(account=offer.account, **asdict(offer.rate))


def rate_of(offer: OfferOnRecord) -> Rate:
    return Rate(**offer.model_dump(exclude={"account"}))


def priced(label: Label, offer: OfferOnRecord) -> Label:
    """A carrier that finds a label again may not know its price: it was sold as offered."""
    if label.currency:
        return label
    return replace(label, service=offer.service, cost=offer.amount, currency=offer.currency)
