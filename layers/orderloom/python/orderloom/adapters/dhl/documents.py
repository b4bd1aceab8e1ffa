"""What DHL is asked, in its JSON. Raises ShipmentUnfit for what it cannot carry."""

from datetime import UTC, timedelta
from decimal import Decimal

from orderloom.adapters.customs import DeclaredItem, declared_items, needs_customs
from orderloom.adapters.dhl.addresses import contact, postal_address
from orderloom.adapters.dhl.http import DhlAccount
from orderloom.adapters.measures import centimetres, kilograms
from orderloom.adapters.parcel_fit import check_parcels, json_number, sides_mm
from orderloom.adapters.provider_http import Answer
from orderloom.adapters.references import reference
from orderloom.domain.ordered import Address
from orderloom.errors import ShipmentUnfit
from orderloom.ports.carrier import LabelFormat, Parcel, Rate, Shipment

_CARRIER = "dhl"
_MOST_PARCELS = 999
_HEAVIEST_GRAMS = 70_000
_LONGEST_REFERENCE = 35
_LONGEST_LINE = 512
_LONGEST_DESCRIPTION = 70
# What is tendered in the moment of asking is tendered in the past when DHL reads it.
_MARGIN = timedelta(hours=1)
_ENCODINGS = {LabelFormat.PDF: "pdf", LabelFormat.ZPL: "zpl"}


def rates_request(shipment: Shipment, account: DhlAccount) -> Answer:
    """Everything is checked as for a label: what cannot be bought is not priced."""
    label_request(shipment, None, account)
    customs = needs_customs(shipment)
    document = {
        "customerDetails": {
            "shipperDetails": postal_address(shipment.ship_from, "ship_from"),
            "receiverDetails": postal_address(shipment.ship_to, "ship_to"),
        },
        "accounts": _accounts(account)[:1],
        "plannedShippingDateAndTime": _planned(shipment),
        "unitOfMeasurement": "metric",
        "isCustomsDeclarable": customs,
        "returnStandardProductsOnly": True,
        "nextBusinessDay": True,
        "packages": [_package(parcel) for parcel in shipment.parcels],
    }
    if customs:
        total = _total(_items(shipment, account))
        value = {"typeCode": "declaredValue", "value": total, "currency": shipment.currency}
        document["monetaryAmount"] = [value]
    return document


def label_request(shipment: Shipment, rate: Rate | None, account: DhlAccount) -> Answer:
    _check(shipment)
    product, _, local = (rate.rate_id if rate else "").partition("/")
    document = {
        "plannedShippingDateAndTime": _planned(shipment),
        "pickup": {"isRequested": False},
        "productCode": product,
        "getRateEstimates": True,
        "accounts": _accounts(account),
        "outputImageProperties": _papers(shipment),
        "customerReferences": [{"value": message_reference(shipment), "typeCode": "CU"}],
        "customerDetails": {
            "shipperDetails": _party(shipment.ship_from, "ship_from"),
            "receiverDetails": _party(shipment.ship_to, "ship_to"),
        },
        "content": _content(shipment, account),
    }
    if local:
        document["localProductCode"] = local
    return document


def message_reference(shipment: Shipment) -> str:
    return reference(shipment.operation_key, longest=_LONGEST_REFERENCE)


def _check(shipment: Shipment) -> None:
    check_parcels(shipment, carrier=_CARRIER, most=_MOST_PARCELS, heaviest_grams=_HEAVIEST_GRAMS)
    if shipment.label_format not in _ENCODINGS:
        raise ShipmentUnfit(_CARRIER, "label_format", "PDF or ZPL only")


def _accounts(account: DhlAccount) -> list[Answer]:
    kinds = ["shipper", "duties-taxes"] if account.pays_duties else ["shipper"]
    return [{"typeCode": kind, "number": account.account_number} for kind in kinds]


def _party(address: Address, where: str) -> Answer:
    return {
        "postalAddress": postal_address(address, where),
        "contactInformation": contact(address, where),
    }


def _planned(shipment: Shipment) -> str:
    moment = (shipment.ship_at + _MARGIN).astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S GMT+00:00")


def _package(parcel: Parcel) -> Answer:
    package: Answer = {"weight": json_number(kilograms(parcel.weight_grams))}
    sides = sides_mm(parcel)
    if sides is not None:
        named = zip(("length", "width", "height"), sides, strict=True)
        package["dimensions"] = {name: json_number(centimetres(side)) for name, side in named}
    return package


def _papers(shipment: Shipment) -> Answer:
    """The label, the copy the courier keeps, and the invoice customs want on paper."""
    wanted: list[Answer] = [
        {"typeCode": "label", "templateName": "ECOM26_84_001"},
        {"typeCode": "waybillDoc", "templateName": "ARCH_8X4", "isRequested": True},
    ]
    if needs_customs(shipment):
        wanted.append({"typeCode": "invoice", "isRequested": True, "invoiceType": "commercial"})
    encoding = _ENCODINGS[shipment.label_format]
    return {"printerDPI": 300, "encodingFormat": encoding, "imageOptions": wanted}


def _content(shipment: Shipment, account: DhlAccount) -> Answer:
    customs = needs_customs(shipment)
    content: Answer = {
        "packages": [_package(parcel) for parcel in shipment.parcels],
        "isCustomsDeclarable": customs,
        "description": _description(shipment),
        "incoterm": "DDP" if account.pays_duties else "DAP",
        "unitOfMeasurement": "metric",
    }
    if customs:
        content |= _declaration(shipment, _items(shipment, account))
    return content


def _items(shipment: Shipment, account: DhlAccount) -> tuple[DeclaredItem, ...]:
    return declared_items(
        shipment, carrier=_CARRIER, made_in=account.made_in, longest=_LONGEST_LINE
    )


def _total(items: tuple[DeclaredItem, ...]) -> float | int:
    return json_number(sum((item.price for item in items), Decimal(0)))


def _declaration(shipment: Shipment, items: tuple[DeclaredItem, ...]) -> Answer:
    invoice = {
        "number": shipment.operation_key.partition(":")[0][:_LONGEST_REFERENCE],
        "date": shipment.ship_at.date().isoformat(),
    }
    return {
        "declaredValue": _total(items),
        "declaredValueCurrency": shipment.currency,
        "exportDeclaration": {
            "lineItems": [_line_item(*numbered) for numbered in enumerate(items, start=1)],
            "invoice": invoice,
            "exportReasonType": "commercial_purpose_or_sale",
            "shipmentType": "commercial",
        },
    }


def _line_item(number: int, item: DeclaredItem) -> Answer:
    """The price is a piece's, the weight is the line's."""
    return {
        "number": number,
        "description": item.description,
        "price": json_number(item.unit_price),
        "quantity": {"value": item.quantity, "unitOfMeasurement": "PCS"},
        "manufacturerCountry": item.made_in,
        "weight": {"netValue": json_number(kilograms(item.weight_grams))},
    }


def _description(shipment: Shipment) -> str:
    named = ", ".join(content.description for content in shipment.contents)
    return " ".join(named.split())[:_LONGEST_DESCRIPTION].rstrip() or "Goods"
