"""Parcels, an offer and labels as UPS writes them, and a carrier on a script."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from orderloom.adapters.ups.carrier import UpsCarrier
from orderloom.adapters.ups.http import UpsAccount
from orderloom.domain.ordered import Address
from orderloom.ports.access_tokens import AccessToken
from orderloom.ports.carrier import Parcel, Rate

from tests.builders.shipments import a_shipment
from tests.fakes.access_tokens import FakeAccessTokens
from tests.fakes.clock import FakeClock
from tests.unit.adapters.papers import b64, gif
from tests.unit.adapters.scripted import Scripted

ACCOUNT = UpsAccount("app", "secret of the app", "A1B2C3", made_in="PT")
OSLO = Address(
    name="Åse Ødegård",
    line1="Karl Johans gate 1",
    city="Oslo",
    postal_code="0154",
    country="NO",
    phone="+47 22 34 56 78",
)
SHIPMENT = a_shipment(parcels=(Parcel(1250, length_mm=200, width_mm=301, height_mm=100),))
ABROAD = replace(SHIPMENT, ship_to=OSLO)
TWO = replace(SHIPMENT, parcels=(Parcel(1250), Parcel(500)))
RATE = Rate("03", "ups", "ups_ground", 1321, "USD", 4)
NUMBER, SECOND = "1Z12345E0205271688", "1Z12345E0205271697"
TOKEN = (200, {"access_token": "tok-1", "token_type": "Bearer", "expires_in": "14399"})


def money(amount: str, currency: str = "USD") -> dict[str, str]:
    return {"CurrencyCode": currency, "MonetaryValue": amount}


def offer(**extra: object) -> dict[str, Any]:
    return {
        "Service": {"Code": "03", "Description": ""},
        "TotalCharges": money("20.50"),
        "NegotiatedRateCharges": {"TotalCharge": money("13.21")},
        "TimeInTransit": {"ServiceSummary": {"EstimatedArrival": {"BusinessDaysInTransit": "4"}}},
        **extra,
    }


def rated(offers: object) -> tuple[int, Any]:
    return 200, {"RateResponse": {"Response": {}, "RatedShipment": offers}}


def package(number: str = NUMBER, picture: bytes | None = None) -> dict[str, Any]:
    image = {"ImageFormat": {"Code": "GIF"}, "GraphicImage": b64(picture or gif())}
    return {"TrackingNumber": number, "ShippingLabel": image}


def bought(packages: object = None, **extra: object) -> tuple[int, Any]:
    results = {
        "ShipmentCharges": {"TotalCharges": money("20.50")},
        "NegotiatedRateCharges": {"TotalCharge": money("14.02")},
        "ShipmentIdentificationNumber": NUMBER,
        "PackageResults": package() if packages is None else packages,
        **extra,
    }
    return 200, {"ShipmentResponse": {"Response": {}, "ShipmentResults": results}}


def recovered(*labels: dict[str, Any]) -> tuple[int, Any]:
    answer = {"ShipmentIdentificationNumber": NUMBER, "LabelResults": list(labels)}
    return 200, {"LabelRecoveryResponse": answer}


def voided(summary: str, **extra: Any) -> tuple[int, Any]:
    result = {"Status": {"Code": summary, "Description": "d"}}
    return 200, {"VoidShipmentResponse": {"SummaryResult": result, **extra}}


def activity(kind: str, code: str, at: str, **extra: object) -> dict[str, Any]:
    """`at`: `20260603 092600`, there."""
    date, time = at.split()
    status = {"type": kind, "code": code, "description": f"said {code}"}
    return {"date": date, "time": time, "status": status, **extra}


def tracked(*activities: dict[str, Any], **extra: object) -> tuple[int, Any]:
    parcel = {"trackingNumber": NUMBER, "activity": list(activities)}
    shipment = {"inquiryNumber": NUMBER, "package": [parcel], **extra}
    return 200, {"trackResponse": {"shipment": [shipment]}}


def warned(code: str) -> tuple[int, Any]:
    shipment = {"inquiryNumber": NUMBER, "warnings": [{"code": code, "message": "m"}]}
    return 200, {"trackResponse": {"shipment": [shipment]}}


def error(status: int, code: str) -> tuple[int, Any]:
    return status, {"response": {"errors": [{"code": code, "message": "said of Ada Byron"}]}}


def carrier(
    *answers: object, token: bool = True, content_type: str = "application/json"
) -> tuple[UpsCarrier, Scripted]:
    """With a token at hand, unless it is to be asked for."""
    wire = Scripted(list(answers), content_type)
    clock = FakeClock()
    kept = FakeAccessTokens(clock)
    if token:
        kept.kept["ups"] = AccessToken("tok-0", clock.now() + timedelta(hours=1))
    return UpsCarrier(ACCOUNT, kept, clock, session=wire.session()), wire


def sent(wire: Scripted, call: int = -1) -> Any:
    return json.loads(wire.calls[call].body or b"")
