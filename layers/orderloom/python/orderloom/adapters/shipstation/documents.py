"""ShipStation's JSON documents from and to our types.

The readers raise KeyError, TypeError or ValueError for a document that lacks what it promises.
"""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from orderloom.adapters.label_papers import decoded, is_of
from orderloom.adapters.measures import centimetres
from orderloom.adapters.money import to_minor_units
from orderloom.adapters.provider_http import Answer
from orderloom.adapters.shipstation.states import state_of
from orderloom.domain.ordered import Address
from orderloom.domain.states import FulfilmentState
from orderloom.errors import ShipmentUnfit
from orderloom.ports.carrier import Label, LabelFormat, Parcel, Rate, Scan, Shipment

_LONGEST_EXTERNAL_ID = 50
_RATE_PARTS = ("shipping_amount", "insurance_amount", "confirmation_amount", "other_amount")
_PAPER = "data:"
_LABEL_PARTS = ("shipment_cost", "insurance_cost")


def external_id(operation_key: str) -> str:
    """A purchase's name at ShipStation, which silently cuts one of more than 50 characters.

    Raises:
        ValueError: it would be cut, and then found by nobody or by another order.
    """
    if len(operation_key) > _LONGEST_EXTERNAL_ID:
        raise ValueError(f"operation key of more than {_LONGEST_EXTERNAL_ID} characters")
    return operation_key


def shipment_document(shipment: Shipment) -> Answer:
    """Raises ShipmentUnfit: no parcel, or one of no size."""
    if not shipment.parcels:
        raise ShipmentUnfit("shipstation", "parcels", "none")
    return {
        "external_shipment_id": external_id(shipment.operation_key),
        "validate_address": "no_validation",
        "ship_from": _address_document(shipment.ship_from),
        "ship_to": _address_document(shipment.ship_to),
        "packages": [_package(*numbered) for numbered in enumerate(shipment.parcels)],
    }


def _package(position: int, parcel: Parcel) -> Answer:
    """Sizes only where all three sides are known: a carrier would take two for an error."""
    sides = {"length": parcel.length_mm, "width": parcel.width_mm, "height": parcel.height_mm}
    checked = {f"{name}_mm": side for name, side in sides.items()}
    for field, value in {"weight_grams": parcel.weight_grams, **checked}.items():
        if value is not None and value <= 0:
            raise ShipmentUnfit("shipstation", f"parcels.{position}.{field}", "not above zero")
    package: Answer = {"weight": {"value": parcel.weight_grams, "unit": "gram"}}
    known = {name: _millimetric(side) for name, side in sides.items() if side is not None}
    if len(known) == len(sides):
        package["dimensions"] = {"unit": "centimeter", **known}
    return package


def _millimetric(side: int) -> float:
    """In centimetres; JSON has no decimals of its own, and a tenth survives as a float."""
    return float(centimetres(side, step=Decimal("0.1")))


def _address_document(address: Address) -> Answer:
    document = {
        "name": address.name,
        "phone": address.phone,
        "address_line1": address.line1,
        "address_line2": address.line2,
        "city_locality": address.city,
        # Required even where a country has no states; the city is what carriers accept.
        "state_province": address.state or address.city,
        "postal_code": address.postal_code,
        "country_code": address.country,
        "address_residential_indicator": "unknown",
    }
    return {name: value for name, value in document.items() if value}


def read_rates(rates: list[Any], wanted_currency: str) -> tuple[Rate, ...]:
    """Offers that can be bought; in the wanted currency only, if any is.

    Prices in different currencies cannot be compared, so they are not mixed where avoidable.
    """
    offers = [offer for document in rates if (offer := _read_rate(document)) is not None]
    wanted = [offer for offer in offers if offer.currency == wanted_currency]
    return tuple(wanted or offers)


def _read_rate(document: Answer) -> Rate | None:
    """None for an offer ShipStation marks as not to be had, or one that has no price."""
    if document.get("validation_status") == "invalid" or document.get("error_messages"):
        return None
    try:
        amount, currency = _sum(document, _RATE_PARTS)
    except (KeyError, TypeError, ValueError):
        return None
    days = document.get("delivery_days")
    return Rate(
        rate_id=str(document["rate_id"]),
        carrier=str(document["carrier_code"]),
        service=str(document["service_code"]),
        amount=amount,
        currency=currency,
        delivery_days=days if isinstance(days, int) else None,
    )


def is_void(document: Answer) -> bool:
    return document.get("voided") is True or document.get("status") == "voided"


def read_label(document: Answer) -> Label:
    cost, currency = _sum(document, _LABEL_PARTS)
    download = document["label_download"]
    address = str(download.get(_format(document)) or download["href"])
    is_paper = address.startswith(_PAPER)
    return Label(
        label_id=_named(document, "label_id"),
        tracking_number=_named(document, "tracking_number"),
        carrier=_named(document, "carrier_code"),
        service=_named(document, "service_code"),
        cost=cost,
        currency=currency,
        parcels=_parcels(document),
        document=_paper(address) if is_paper else None,
        document_url="" if is_paper else address,
    )


def _format(document: Answer) -> str:
    return str(document.get("label_format") or LabelFormat.PDF)


def _paper(address: str) -> bytes | None:
    """The document that a `data:` address holds; None where it is none that can be printed."""
    paper = decoded(address.partition(",")[2])
    printable = paper is not None and any(is_of(paper, each) for each in LabelFormat)
    return paper if printable else None


def _parcels(document: Answer) -> tuple[str, ...]:
    """Empty where the parcels share one number."""
    packages = document.get("packages") or []
    numbers = [str(package.get("tracking_number") or "") for package in packages]
    return tuple(numbers) if all(numbers) and len(set(numbers)) > 1 else ()


def read_scans(document: Answer) -> tuple[Scan, ...]:
    """Scans carry no status of their own everywhere: the newest has the document's."""
    events = sorted(document.get("events") or [], key=lambda event: str(event["occurred_at"]))
    scans = [_read_scan(event) for event in events]
    if scans and (now := _state(document)):
        scans[-1] = replace(scans[-1], state=now)
    return tuple(scans)


def _read_scan(event: Answer) -> Scan:
    occurred_at = datetime.fromisoformat(event["occurred_at"])
    return Scan(
        state=_state(event),
        occurred_at=occurred_at.astimezone(UTC),
        description=str(event.get("description") or ""),
        code=str(event.get("event_code") or ""),
    )


def _state(document: Answer) -> FulfilmentState | None:
    return state_of(document) if document.get("status_code") else None


def _named(document: Answer, name: str) -> str:
    value = document[name]
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is empty")
    return value


def _sum(document: Answer, names: tuple[str, ...]) -> tuple[int, str]:
    """Minor units and currency of several amounts; the first must be there, others may not."""
    currency = str(document[names[0]]["currency"]).upper()
    total = 0
    for name in names:
        money = document.get(name)
        if money is None:
            continue
        amount = to_minor_units(money["amount"], currency)
        if amount and str(money["currency"]).upper() != currency:
            raise ValueError(f"{name} is in another currency")
        total += amount
    return total, currency
