"""What FedEx is asked, in its JSON. Raises ShipmentUnfit for what it cannot carry."""

from decimal import Decimal

from orderloom.adapters.customs import DeclaredItem, declared_items, needs_customs
from orderloom.adapters.fedex.addresses import party, rated_place
from orderloom.adapters.fedex.http import FedexAccount
from orderloom.adapters.measures import centimetres, kilograms, pounds
from orderloom.adapters.parcel_fit import check_parcels, json_number, sides_mm
from orderloom.adapters.provider_http import Answer
from orderloom.errors import ShipmentUnfit
from orderloom.ports.carrier import LabelFormat, Parcel, Rate, Shipment

_CARRIER = "fedex"
_MOST_PARCELS = 40
"""In one shipment whose labels come at once."""

_HEAVIEST_GRAMS = 68_000
_LONGEST_REFERENCE = 30
"""On a ground label; express ones hold 40."""

_LONGEST_DESCRIPTION = 450
_TENTH = Decimal("0.1")
_IMAGES = {
    LabelFormat.PDF: ("PDF", "PAPER_4X6"),
    LabelFormat.PNG: ("PNG", "PAPER_4X6"),
    LabelFormat.ZPL: ("ZPLII", "STOCK_4X6"),
}


def rates_request(shipment: Shipment, account: FedexAccount) -> Answer:
    """Addresses and goods are checked as for a label: what cannot be bought is not priced."""
    _check(shipment)
    requested = {
        "shipper": rated_place(shipment.ship_from, "ship_from"),
        "recipient": rated_place(shipment.ship_to, "ship_to"),
        "pickupType": "USE_SCHEDULED_PICKUP",
        "rateRequestType": ["ACCOUNT", "LIST"],
        "shipDateStamp": shipment.ship_at.date().isoformat(),
        "packagingType": "YOUR_PACKAGING",
        "totalPackageCount": len(shipment.parcels),
        "requestedPackageLineItems": [_package(parcel) for parcel in shipment.parcels],
    }
    if needs_customs(shipment):
        requested["customsClearanceDetail"] = {"commodities": _commodities(shipment, account)}
    return {
        "accountNumber": {"value": account.account_number},
        "rateRequestControlParameters": {"returnTransitTimes": True},
        "requestedShipment": requested,
    }


def label_request(shipment: Shipment, rate: Rate, account: FedexAccount) -> Answer:
    _check(shipment)
    image, stock = _IMAGES[shipment.label_format]
    packages = [
        _package(parcel) | {"sequenceNumber": number, "customerReferences": _references(shipment)}
        for number, parcel in enumerate(shipment.parcels, start=1)
    ]
    requested = {
        "shipDatestamp": shipment.ship_at.date().isoformat(),
        "shipper": party(shipment.ship_from, "ship_from"),
        "recipients": [party(shipment.ship_to, "ship_to")],
        "pickupType": "USE_SCHEDULED_PICKUP",
        "serviceType": rate.rate_id,
        "packagingType": "YOUR_PACKAGING",
        "totalWeight": json_number(pounds(shipment.weight_grams, step=_TENTH)),
        "totalPackageCount": len(packages),
        "shippingChargesPayment": {"paymentType": "SENDER"},
        "labelSpecification": {
            "labelFormatType": "COMMON2D",
            "imageType": image,
            "labelStockType": stock,
        },
        "rateRequestType": ["ACCOUNT"],
        "requestedPackageLineItems": packages,
    }
    if needs_customs(shipment):
        requested |= _customs(shipment, account)
    return {
        "accountNumber": {"value": account.account_number},
        "labelResponseOptions": "LABEL",
        "processingOptionType": "SYNCHRONOUS_ONLY",
        "shipAction": "CONFIRM",
        "requestedShipment": requested,
    }


def cancel_request(tracking_number: str, account: FedexAccount) -> Answer:
    return {
        "accountNumber": {"value": account.account_number},
        "deletionControl": "DELETE_ALL_PACKAGES",
        "trackingNumber": tracking_number,
    }


def track_request(tracking_number: str) -> Answer:
    number = {"trackingNumberInfo": {"trackingNumber": tracking_number}}
    return {"includeDetailedScans": True, "trackingInfo": [number]}


def _check(shipment: Shipment) -> None:
    check_parcels(shipment, carrier=_CARRIER, most=_MOST_PARCELS, heaviest_grams=_HEAVIEST_GRAMS)
    if len(shipment.parcels) > 1 and shipment.label_format is LabelFormat.PNG:
        raise ShipmentUnfit(_CARRIER, "label_format", "one picture holds one parcel's label")


def _package(parcel: Parcel) -> Answer:
    """In kilograms: goods are declared in them, and both must be in the same unit."""
    package: Answer = {
        "groupPackageCount": 1,
        "weight": _weight(parcel.weight_grams),
    }
    sides = sides_mm(parcel)
    if sides is not None:
        length, width, height = (int(centimetres(side)) for side in sides)
        package["dimensions"] = {
            "length": length,
            "width": width,
            "height": height,
            "units": "CM",
        }
    return package


def _weight(grams: int) -> Answer:
    return {"units": "KG", "value": json_number(kilograms(grams, step=Decimal("0.01")))}


def _references(shipment: Shipment) -> list[Answer]:
    """The operation, or what comes before its colon: the order's id has just the room it needs."""
    key = shipment.operation_key
    value = key if len(key) <= _LONGEST_REFERENCE else key.partition(":")[0]
    return [{"customerReferenceType": "CUSTOMER_REFERENCE", "value": value[:_LONGEST_REFERENCE]}]


def _customs(shipment: Shipment, account: FedexAccount) -> Answer:
    """Declared goods, and the invoice customs want on paper."""
    payer = "SENDER" if account.pays_duties else "RECIPIENT"
    invoice_format = {"documentFormat": {"docType": "PDF", "stockType": "PAPER_LETTER"}}
    return {
        "customsClearanceDetail": {
            "dutiesPayment": {"paymentType": payer},
            "commercialInvoice": {"shipmentPurpose": "SOLD"},
            "isDocumentOnly": False,
            "commodities": _commodities(shipment, account),
        },
        "shippingDocumentSpecification": {
            "shippingDocumentTypes": ["COMMERCIAL_INVOICE"],
            "commercialInvoiceDetail": invoice_format,
        },
    }


def _commodities(shipment: Shipment, account: FedexAccount) -> list[Answer]:
    items = declared_items(
        shipment, carrier=_CARRIER, made_in=account.made_in, longest=_LONGEST_DESCRIPTION
    )
    return [_commodity(item, shipment.currency) for item in items]


def _commodity(item: DeclaredItem, currency: str) -> Answer:
    return {
        "description": item.description,
        "countryOfManufacture": item.made_in,
        "quantity": item.quantity,
        "quantityUnits": "PCS",
        "numberOfPieces": item.quantity,
        "weight": _weight(item.weight_grams),
        "unitPrice": {"amount": json_number(item.unit_price), "currency": currency},
        "customsValue": {"amount": json_number(item.price), "currency": currency},
    }
