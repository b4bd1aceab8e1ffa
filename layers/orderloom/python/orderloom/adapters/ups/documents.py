"""What UPS is asked, in its JSON; all numbers are texts. Raises ShipmentUnfit."""

from decimal import Decimal

from orderloom.adapters.customs import needs_customs
from orderloom.adapters.measures import centimetres, inches, kilograms, pounds
from orderloom.adapters.parcel_fit import check_parcels, sides_mm
from orderloom.adapters.provider_http import Answer
from orderloom.adapters.references import reference
from orderloom.adapters.ups.addresses import party
from orderloom.adapters.ups.forms import invoice_form, invoice_total
from orderloom.adapters.ups.http import UpsAccount
from orderloom.errors import ShipmentUnfit
from orderloom.ports.carrier import LabelFormat, Parcel, Rate, Shipment

_CARRIER = "ups"
_MOST_PARCELS = 200
_HEAVIEST_GRAMS = 68_000
_LONGEST_REFERENCE = 35
_LONGEST_DESCRIPTION = 50
_TENTH = Decimal("0.1")
# UPS measures in the units of the country a parcel leaves from.
_IMPERIAL = frozenset({"US", "PR", "VI"})
_WITH_PACKAGE_REFERENCES = ({"US"}, {"PR"})
_IMAGES = {LabelFormat.PDF: "GIF", LabelFormat.PNG: "GIF", LabelFormat.ZPL: "ZPL"}


def rates_request(shipment: Shipment, account: UpsAccount) -> Answer:
    """Everything is checked as for a label: what cannot be bought is not priced."""
    label_request(shipment, None, account)
    weight = _weight(shipment, shipment.weight_grams)
    document = {
        **_places(shipment, account),
        "PaymentDetails": _paid(account),
        "ShipmentTotalWeight": weight,
        "Package": [_package(shipment, parcel, "PackagingType") for parcel in shipment.parcels],
        "ShipmentRatingOptions": {"NegotiatedRatesIndicator": ""},
        "DeliveryTimeInformation": {
            "PackageBillType": "03",
            "Pickup": {"Date": _date(shipment)},
        },
    }
    if needs_customs(shipment):
        document["InvoiceLineTotal"] = invoice_total(shipment)
    request = {"RequestOption": "Shop", **_context(shipment)}
    return {"RateRequest": {"Request": request, "Shipment": document}}


def label_request(shipment: Shipment, rate: Rate | None, account: UpsAccount) -> Answer:
    _check(shipment)
    packages = [_package(shipment, parcel, "Packaging") for parcel in shipment.parcels]
    named = [{"Value": _named(shipment.operation_key)}]
    document: Answer = {
        **_parties(shipment, account),
        "Description": _description(shipment),
        "PaymentInformation": _paid(account),
        "Service": {"Code": rate.rate_id if rate else ""},
        "ShipmentRatingOptions": {"NegotiatedRatesIndicator": ""},
        "ShipmentDate": _date(shipment),
        "Package": packages,
    }
    if {shipment.ship_from.country, shipment.ship_to.country} in _WITH_PACKAGE_REFERENCES:
        for package in packages:
            package["ReferenceNumber"] = named
    else:
        document["ReferenceNumber"] = named
    if needs_customs(shipment):
        form = invoice_form(shipment, account)
        document["ShipmentServiceOptions"] = {"InternationalForms": form}
    if shipment.ship_from.country == "US" and shipment.ship_to.country in {"CA", "PR"}:
        document["InvoiceLineTotal"] = invoice_total(shipment)
    label = {
        "LabelImageFormat": {"Code": _IMAGES[shipment.label_format]},
        "LabelStockSize": {"Height": "6", "Width": "4"},
    }
    request = {"RequestOption": "nonvalidate", **_context(shipment)}
    wanted = {"Request": request, "Shipment": document, "LabelSpecification": label}
    return {"ShipmentRequest": wanted}


def recovery_request(account: UpsAccount, *, operation_key: str = "", number: str = "") -> Answer:
    """By our reference, or by a parcel's number."""
    named: Answer = {"TrackingNumber": number}
    if operation_key:
        value = {"Value": _named(operation_key)}
        named = {
            "ReferenceValues": {
                "ReferenceNumber": value,
                "ShipperNumber": account.shipper_number,
            }
        }
    label = {"LabelImageFormat": {"Code": "PDF"}}
    return {"LabelRecoveryRequest": {"Request": {}, "LabelSpecification": label, **named}}


def _named(operation_key: str) -> str:
    return reference(operation_key, longest=_LONGEST_REFERENCE)


def _check(shipment: Shipment) -> None:
    check_parcels(shipment, carrier=_CARRIER, most=_MOST_PARCELS, heaviest_grams=_HEAVIEST_GRAMS)
    if len(shipment.parcels) > 1 and shipment.label_format is LabelFormat.PNG:
        raise ShipmentUnfit(_CARRIER, "label_format", "one picture holds one parcel's label")


def _parties(shipment: Shipment, account: UpsAccount) -> Answer:
    calls = shipment.crosses_border
    sender = party(shipment.ship_from, "ship_from", calls_needed=calls)
    recipient = party(shipment.ship_to, "ship_to", calls_needed=calls)
    return {
        "Shipper": {**sender, "ShipperNumber": account.shipper_number},
        "ShipFrom": sender,
        "ShipTo": recipient,
    }


def _places(shipment: Shipment, account: UpsAccount) -> Answer:
    """Nobody is called about a price."""
    parties = _parties(shipment, account)
    for someone in parties.values():
        someone.pop("Phone", None)
    return parties


def _paid(account: UpsAccount) -> Answer:
    """01: carriage; 02: duties, the recipient's unless said otherwise."""
    kinds = ["01", "02"] if account.pays_duties else ["01"]
    bill = {"AccountNumber": account.shipper_number}
    return {"ShipmentCharge": [{"Type": kind, "BillShipper": bill} for kind in kinds]}


def _package(shipment: Shipment, parcel: Parcel, packaging: str) -> Answer:
    package: Answer = {
        packaging: {"Code": "02", "Description": "Customer Supplied Package"},
        "PackageWeight": _weight(shipment, parcel.weight_grams),
    }
    sides = sides_mm(parcel)
    if sides is not None:
        package["Dimensions"] = _dimensions(shipment, sides)
    return package


def _weight(shipment: Shipment, grams: int) -> Answer:
    if shipment.ship_from.country in _IMPERIAL:
        unit, weight = {"Code": "LBS", "Description": "Pounds"}, pounds(grams, step=_TENTH)
    else:
        unit, weight = {"Code": "KGS", "Description": "Kilograms"}, kilograms(grams, step=_TENTH)
    return {"UnitOfMeasurement": unit, "Weight": str(weight)}


def _dimensions(shipment: Shipment, sides: tuple[int, int, int]) -> Answer:
    """In whole units, the longest side first."""
    longest, middle, shortest = sorted(sides, reverse=True)
    named = {"Length": longest, "Width": middle, "Height": shortest}
    if shipment.ship_from.country in _IMPERIAL:
        unit = {"Code": "IN", "Description": "Inches"}
        whole = {name: inches(side, step=Decimal(1)) for name, side in named.items()}
    else:
        unit = {"Code": "CM", "Description": "Centimeters"}
        whole = {name: centimetres(side) for name, side in named.items()}
    return {"UnitOfMeasurement": unit, **{name: str(side) for name, side in whole.items()}}


def _description(shipment: Shipment) -> str:
    named = ", ".join(content.description for content in shipment.contents)
    return " ".join(named.split())[:_LONGEST_DESCRIPTION].rstrip() or "Goods"


def _context(shipment: Shipment) -> Answer:
    return {"TransactionReference": {"CustomerContext": shipment.operation_key}}


def _date(shipment: Shipment) -> str:
    return shipment.ship_at.strftime("%Y%m%d")
