"""Parcels, an offer and labels as FedEx writes them, and a carrier on a script."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from orderloom.adapters.fedex.carrier import FedexCarrier
from orderloom.adapters.fedex.http import FedexAccount
from orderloom.domain.ordered import Address
from orderloom.ports.access_tokens import AccessToken
from orderloom.ports.carrier import Parcel, Rate

from tests.builders.shipments import a_shipment
from tests.fakes.access_tokens import FakeAccessTokens
from tests.fakes.clock import FakeClock
from tests.unit.adapters.papers import b64, pdf
from tests.unit.adapters.scripted import Scripted

ACCOUNT = FedexAccount("app", "secret of the app", "740561073", made_in="PT")
THERE = Address(
    name="Ada Byron",
    line1="7 Elm St",
    city="Austin",
    state="TX",
    postal_code="78701",
    country="US",
    phone="(512) 555-0100",
)
OSLO = Address(
    name="Åse Ødegård",
    line1="Karl Johans gate 1",
    city="Oslo",
    postal_code="0154",
    country="NO",
    phone="+47 22 34 56 78",
)
SHIPMENT = a_shipment(
    ship_to=THERE, parcels=(Parcel(1250, length_mm=200, width_mm=301, height_mm=100),)
)
ABROAD = replace(SHIPMENT, ship_to=OSLO)
TWO = replace(SHIPMENT, parcels=(Parcel(1250), Parcel(500)))
RATE = Rate("FEDEX_GROUND", "fedex", "fedex_ground", 1321, "USD", 2)
TOKEN = (200, {"access_token": "tok-1", "token_type": "bearer", "expires_in": 3599})
NUMBER = "794953555571"


def rated(kind: str = "ACCOUNT", amount: Any = 13.21, currency: str = "USD") -> dict[str, Any]:
    detail = {"currency": currency}
    return {"rateType": kind, "totalNetCharge": amount, "shipmentRateDetail": detail}


def offer(*prices: dict[str, Any], **extra: object) -> dict[str, Any]:
    return {
        "serviceType": "FEDEX_GROUND",
        "packagingType": "YOUR_PACKAGING",
        "commit": {"transitDays": {"minimumTransitTime": "TWO_DAYS"}},
        "ratedShipmentDetails": list(prices or (rated("LIST", 20.5), rated())),
        **extra,
    }


def offered(*offers: dict[str, Any]) -> tuple[int, Any]:
    return 200, {"transactionId": "t", "output": {"rateReplyDetails": list(offers)}}


def piece(number: str = NUMBER, document: bytes | None = None) -> dict[str, Any]:
    paper = {"contentType": "LABEL", "docType": "PDF", "encodedLabel": b64(document or pdf())}
    return {"trackingNumber": number, "packageDocuments": [paper]}


def bought(*pieces: dict[str, Any], **extra: object) -> tuple[int, Any]:
    charged = {"rateType": "PAYOR_ACCOUNT_SHIPMENT", "totalNetCharge": 14.02, "currency": "USD"}
    listed = {"rateType": "PAYOR_LIST_SHIPMENT", "totalNetCharge": 20.5, "currency": "USD"}
    rating = {
        "actualRateType": "PAYOR_ACCOUNT_SHIPMENT",
        "shipmentRateDetails": [listed, charged],
    }
    shipment = {
        "masterTrackingNumber": NUMBER,
        "serviceType": "FEDEX_GROUND",
        "pieceResponses": list(pieces or (piece(),)),
        "completedShipmentDetail": {"shipmentRating": rating},
        **extra,
    }
    return 200, {"transactionId": "t", "output": {"transactionShipments": [shipment]}}


def scan(kind: str, derived: str, at: str, **extra: object) -> dict[str, Any]:
    event = {"date": at, "eventType": kind, "derivedStatusCode": derived}
    return {**event, "eventDescription": f"said {kind}", **extra}


def tracked(*results: dict[str, Any]) -> tuple[int, Any]:
    complete = {"trackingNumber": NUMBER, "trackResults": list(results)}
    return 200, {"transactionId": "t", "output": {"completeTrackResults": [complete]}}


def error(status: int, code: str, **parameter: str) -> tuple[int, Any]:
    fault = {"code": code, "message": "said of Ada Byron", "parameterList": [parameter]}
    return status, {"transactionId": "t", "errors": [fault]}


def carrier(
    *answers: object, token: bool = True, content_type: str = "application/json"
) -> tuple[FedexCarrier, Scripted]:
    """With a token at hand, unless it is to be asked for."""
    wire = Scripted(list(answers), content_type)
    clock = FakeClock()
    kept = FakeAccessTokens(clock)
    if token:
        kept.kept["fedex"] = AccessToken("tok-0", clock.now() + timedelta(hours=1))
    return FedexCarrier(ACCOUNT, kept, clock, session=wire.session()), wire


def sent(wire: Scripted, call: int = -1) -> Any:
    return json.loads(wire.calls[call].body or b"")
