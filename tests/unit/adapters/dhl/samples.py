"""Parcels, an offer and labels as DHL writes them, and a carrier on a script."""

import json
from dataclasses import replace
from typing import Any

from orderloom.adapters.dhl.carrier import DhlCarrier
from orderloom.adapters.dhl.http import DhlAccount
from orderloom.domain.ordered import Address
from orderloom.ports.carrier import Parcel, Rate

from tests.builders.shipments import a_shipment
from tests.unit.adapters.papers import b64, pdf
from tests.unit.adapters.scripted import Scripted

ACCOUNT = DhlAccount("acme", "secret of acme", "123456789", made_in="PT")
OSLO = Address(
    name="Åse Ødegård",
    line1="Karl Johans gate 1",
    city="Oslo",
    postal_code="0154",
    country="NO",
    phone="+47 22 34 56 78",
)
AUSTIN = Address(
    name="Ada Byron",
    line1="7 Elm St",
    city="Austin",
    state="TX",
    postal_code="78701",
    country="US",
    phone="(512) 555-0100",
)
ABROAD = a_shipment(
    ship_to=OSLO, parcels=(Parcel(1250, length_mm=200, width_mm=301, height_mm=100),)
)
SHIPMENT = replace(ABROAD, ship_to=AUSTIN)
TWO = replace(ABROAD, parcels=(Parcel(1250), Parcel(500)))
RATE = Rate("P/S", "dhl", "dhl_express_worldwide_nondoc", 15795, "USD", 3)
NUMBER = "1103733901"


def price(amount: Any, kind: str = "BILLC", currency: str = "USD") -> dict[str, Any]:
    return {"currencyType": kind, "priceCurrency": currency, "price": amount}


def product(*prices: dict[str, Any], **extra: object) -> dict[str, Any]:
    usual = (price(182.84, "BASEC", "EUR"), price(157.95))
    return {
        "productName": "EXPRESS WORLDWIDE NONDOC",
        "productCode": "P",
        "localProductCode": "S",
        "totalPrice": list(prices or usual),
        "deliveryCapabilities": {"totalTransitDays": 3},
        **extra,
    }


def offered(*products: dict[str, Any]) -> tuple[int, Any]:
    return 200, {"products": list(products)}


def paper(kind: str = "label", document: bytes | None = None) -> dict[str, str]:
    return {"imageFormat": "PDF", "typeCode": kind, "content": b64(document or pdf())}


def bought(*papers: dict[str, str], **extra: object) -> tuple[int, Any]:
    document = {
        "shipmentTrackingNumber": NUMBER,
        "packages": [{"referenceNumber": 1, "trackingNumber": "JD014600004617230770"}],
        "documents": list(papers or (paper(),)),
        "shipmentCharges": [price(160)],
        **extra,
    }
    return 201, document


def event(code: str, at: str, **extra: object) -> dict[str, Any]:
    """`at`: `2026-06-03 09:26:00`, there."""
    date, time = at.split()
    said = f"said {code}"
    return {"date": date, "time": time, "typeCode": code, "description": said, **extra}


def tracked(*events: dict[str, Any]) -> tuple[int, Any]:
    return 200, {"shipments": [{"shipmentTrackingNumber": NUMBER, "events": list(events)}]}


def error(status: int, detail: str, told: object = None) -> tuple[int, Any]:
    document = {"instance": "/expressapi/x", "detail": detail, "title": "Bad request"}
    return status, {**document, "message": "Bad request", "status": told or str(status)}


def carrier(
    *answers: object, content_type: str = "application/json"
) -> tuple[DhlCarrier, Scripted]:
    wire = Scripted(list(answers), content_type)
    return DhlCarrier(ACCOUNT, session=wire.session()), wire


def sent(wire: Scripted, call: int = -1) -> Any:
    return json.loads(wire.calls[call].body or b"")
