"""The customs invoice UPS prints for what crosses a border. Raises ShipmentUnfit."""

from decimal import ROUND_CEILING

from orderloom.adapters.customs import DeclaredItem, declared_items
from orderloom.adapters.money import to_major_units
from orderloom.adapters.provider_http import Answer
from orderloom.adapters.ups.addresses import party
from orderloom.adapters.ups.http import UpsAccount
from orderloom.errors import ShipmentUnfit
from orderloom.ports.carrier import Shipment

_CARRIER = "ups"
_INVOICE = "01"
_LONGEST_DESCRIPTION = 35
_MOST_PRODUCTS = 50
_LARGEST_TOTAL = 99_999_999


def invoice_form(shipment: Shipment, account: UpsAccount) -> Answer:
    items = declared_items(
        shipment, carrier=_CARRIER, made_in=account.made_in, longest=_LONGEST_DESCRIPTION
    )
    if len(items) > _MOST_PRODUCTS:
        raise ShipmentUnfit(_CARRIER, "contents", f"more than {_MOST_PRODUCTS} to declare")
    return {
        "FormType": [_INVOICE],
        "InvoiceNumber": shipment.operation_key.partition(":")[0][:35],
        "InvoiceDate": shipment.ship_at.strftime("%Y%m%d"),
        "ReasonForExport": "SALE",
        "CurrencyCode": shipment.currency,
        "Contacts": {"SoldTo": party(shipment.ship_to, "ship_to", calls_needed=True)},
        "Product": [_product(item) for item in items],
    }


def invoice_total(shipment: Shipment) -> Answer:
    """Of all goods, in whole units of the currency and never nothing: so UPS wants it."""
    minor = sum(content.unit_value * content.quantity for content in shipment.contents)
    total = to_major_units(minor, shipment.currency).to_integral_value(ROUND_CEILING)
    if not 1 <= total <= _LARGEST_TOTAL:
        raise ShipmentUnfit(_CARRIER, "contents", "no value UPS can declare")
    return {"CurrencyCode": shipment.currency, "MonetaryValue": str(total)}


def _product(item: DeclaredItem) -> Answer:
    unit = {
        "Number": str(item.quantity),
        "UnitOfMeasurement": {"Code": "PCS"},
        "Value": str(item.unit_price),
    }
    return {"Description": [item.description], "Unit": unit, "OriginCountryCode": item.made_in}
