"""USPS's JSON documents from and to our types.

The readers raise KeyError, TypeError or ValueError for a document that lacks what it promises.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from orderloom.adapters.measures import inches, pounds
from orderloom.adapters.money import to_minor_units
from orderloom.adapters.provider_http import Answer
from orderloom.adapters.usps import addresses
from orderloom.adapters.usps.states import state_of_event, state_of_parcel
from orderloom.errors import ShipmentUnfit
from orderloom.ports.carrier import Label, LabelFormat, Parcel, Rate, Scan, Shipment

_CARRIER = "usps"
_CURRENCY = "USD"
_HEAVIEST_POUNDS = 70
_LONGEST_INCHES = 130
"""Length and girth together."""

# Media and library mail carry books only, and the others want contracts or depots.
_SOLD = frozenset({"USPS_GROUND_ADVANTAGE", "PRIORITY_MAIL", "PRIORITY_MAIL_EXPRESS"})
# In the merchant's own packaging: flat rates are for boxes of the post office's.
_OWN_PACKAGING = frozenset({"SP", "PA", "CP", "DR", "DN", "OS"})
_IMAGES = {LabelFormat.PDF: "PDF", LabelFormat.PNG: "PNG", LabelFormat.ZPL: "ZPL203DPI"}


def rates_request(shipment: Shipment) -> Answer:
    return {
        "pricingOptions": [{"priceType": "COMMERCIAL"}],
        "originZIPCode": addresses.zip_code(shipment.ship_from, "ship_from")[0],
        "destinationZIPCode": addresses.zip_code(shipment.ship_to, "ship_to")[0],
        "destinationEntryFacilityType": "NONE",
        "packageDescription": {
            **_sizes(shipment),
            "mailClass": "ALL_OUTBOUND",
            "mailingDate": _mailing_date(shipment),
        },
    }


def label_request(shipment: Shipment, rate: Rate) -> Answer:
    mail_class, indicator, category = rate.rate_id.split("/")
    return {
        "imageInfo": {
            "imageType": _IMAGES[shipment.label_format],
            "labelType": "4X6LABEL",
            "receiptOption": "NONE",
        },
        "toAddress": addresses.address_document(shipment.ship_to, "ship_to"),
        "fromAddress": addresses.address_document(shipment.ship_from, "ship_from"),
        "packageDescription": {
            **_sizes(shipment),
            "weightUOM": "lb",
            "dimensionsUOM": "in",
            "mailClass": mail_class,
            "rateIndicator": indicator,
            "processingCategory": category,
            "destinationEntryFacilityType": "NONE",
            "mailingDate": _mailing_date(shipment),
        },
    }


def _sizes(shipment: Shipment) -> Answer:
    """JSON has no decimals of its own: hundredths survive as floats."""
    if len(shipment.parcels) != 1:
        raise ShipmentUnfit(_CARRIER, "parcels", "one parcel to a label")
    (parcel,) = shipment.parcels
    weight = pounds(parcel.weight_grams)
    if not 0 < weight <= _HEAVIEST_POUNDS:
        raise ShipmentUnfit(_CARRIER, "parcels.0.weight_grams", "not between 0 and 70 lb")
    length, width, height = sorted(_sides(parcel), reverse=True)
    if length + 2 * (width + height) > _LONGEST_INCHES:
        raise ShipmentUnfit(_CARRIER, "parcels.0.length_mm", "length and girth over 130 in")
    sizes = {"weight": weight, "length": length, "width": width, "height": height}
    return {name: float(size) for name, size in sizes.items()}


def _sides(parcel: Parcel) -> Iterator[Decimal]:
    for name in ("length_mm", "width_mm", "height_mm"):
        side = getattr(parcel, name)
        if side is None or side <= 0:
            raise ShipmentUnfit(_CARRIER, f"parcels.0.{name}", "needed for a price")
        yield inches(side)


def _mailing_date(shipment: Shipment) -> str:
    return shipment.ship_at.date().isoformat()


def read_rates(answer: Answer) -> tuple[Rate, ...]:
    offers = (
        _read_rate(option)
        for pricing in answer["pricingOptions"]
        for shipping in pricing.get("shippingOptions") or []
        for option in shipping.get("rateOptions") or []
    )
    return tuple(offer for offer in offers if offer is not None)


def _read_rate(option: Answer) -> Rate | None:
    """None for what this merchant cannot buy here."""
    first = option["rates"][0]
    mail_class, indicator = str(first["mailClass"]), str(first["rateIndicator"])
    category = str(first["processingCategory"])
    amount = to_minor_units(option["totalBasePrice"], _CURRENCY)
    entry = first.get("destinationEntryFacilityType") or "NONE"
    if entry != "NONE" or mail_class not in _SOLD or indicator not in _OWN_PACKAGING:
        return None
    promised = str((option.get("commitment") or {}).get("name") or "")
    days = re.match(r"(\d+)[ -]?Day", promised, re.IGNORECASE)
    return Rate(
        rate_id=f"{mail_class}/{indicator}/{category}",
        carrier=_CARRIER,
        service=mail_class.lower(),
        amount=amount,
        currency=_CURRENCY,
        delivery_days=int(days[1]) if days else None,
    )


def read_label(answer: Answer, rate: Rate) -> Label:
    """Of JSON with an embedded image, or of the parts of a form.

    Postage includes fees (for length, for volume), but not what extra services cost.
    """
    metadata = answer.get("labelMetadata") or answer
    number = metadata["trackingNumber"]
    if not isinstance(number, str) or not number:
        raise ValueError("no tracking number")
    prices = [metadata["postage"]]
    prices += [service.get("price") or 0 for service in metadata.get("extraServices") or []]
    return Label(
        label_id=number,
        tracking_number=number,
        carrier=_CARRIER,
        service=rate.service,
        cost=sum(to_minor_units(price, _CURRENCY) for price in prices),
        currency=_CURRENCY,
        document=base64.b64decode(answer["labelImage"], validate=True),
    )


def read_scans(answer: Answer) -> tuple[Scan, ...]:
    """The parcel's category is that of its newest scan, and tells more than the code."""
    events = answer.get("trackingEvents") or []
    scans = sorted(map(_read_scan, events), key=lambda scan: scan.occurred_at)
    if scans and (now := state_of_parcel(str(answer.get("statusCategory") or ""))):
        scans[-1] = replace(scans[-1], state=now)
    return tuple(scans)


def _read_scan(event: Answer) -> Scan:
    code = str(event.get("eventCode") or "")
    return Scan(
        state=state_of_event(code),
        occurred_at=_moment(event),
        description=str(event.get("eventType") or ""),
        code=code,
    )


def _moment(event: Answer) -> datetime:
    """UTC where it is given; else the local time with its offset."""
    told = event.get("GMTTimestamp") or event["eventTimestamp"] + (event.get("GMTOffset") or "Z")
    return datetime.fromisoformat(told).astimezone(UTC)
