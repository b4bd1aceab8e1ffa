"""UPS's offers: all amounts are texts, and one alone is no array."""

from starlette.responses import JSONResponse, Response

from simulator.carriers.calls import CarrierCall, CarrierError
from simulator.carriers.tariffs import Service, money, offered
from simulator.json_types import JsonObject, JsonValue

SERVICES = (
    Service("03", "UPS Ground", 880, 120, 4, crosses_borders=False),
    Service("01", "UPS Next Day Air", 4100, 380, 1, crosses_borders=False),
    Service("08", "UPS Worldwide Expedited", 5600, 880, 5, crosses_borders=True),
)
_KILOGRAMS = {"KGS": 1.0, "LBS": 0.45359237}
_IMPERIAL = frozenset({"US", "PR"})


def shop(call: CarrierCall) -> Response:
    asked = call.need("RateRequest", "Shipment")
    crosses = is_international(asked)
    weight = kilograms(asked)
    rated = [_rated(one, weight) for one in offered(SERVICES, crosses=crosses)]
    shipments = rated[0] if len(rated) == 1 else rated
    return JSONResponse({"RateResponse": {"Response": done(), "RatedShipment": shipments}})


def service_of(code: str, *, crosses: bool) -> Service:
    for one in offered(SERVICES, crosses=crosses):
        if one.code == code:
            return one
    raise CarrierError("111100", "The requested service is invalid from the selected origin.")


def is_international(asked: JsonObject) -> bool:
    countries = {asked[party]["Address"]["CountryCode"] for party in ("ShipFrom", "ShipTo")}
    return len(countries) > 1


def kilograms(asked: JsonObject) -> float:
    """UPS refuses units that are not those of the country a parcel leaves."""
    imperial = asked["ShipFrom"]["Address"]["CountryCode"] in _IMPERIAL
    total = 0.0
    for package in several(asked["Package"]):
        unit = package["PackageWeight"]["UnitOfMeasurement"]["Code"]
        if unit != ("LBS" if imperial else "KGS"):
            raise CarrierError("111057", "This measurement system is not valid.")
        weight = float(package["PackageWeight"]["Weight"])
        if weight <= 0:
            raise CarrierError("111035", "The weight is not above zero.")
        total += weight * _KILOGRAMS[unit]
    return total


def amount(cents: int) -> JsonObject:
    return {"CurrencyCode": "USD", "MonetaryValue": f"{money(cents):.2f}"}


def done() -> JsonObject:
    return {"ResponseStatus": {"Code": "1", "Description": "Success"}}


def several(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [value]


def _rated(service: Service, weight: float) -> JsonObject:
    arrival = {"BusinessDaysInTransit": str(service.days)}
    summary = {"Service": {"Description": service.name}, "EstimatedArrival": arrival}
    return {
        "Service": {"Code": service.code, "Description": ""},
        "TotalCharges": amount(service.list_cents(weight)),
        "NegotiatedRateCharges": {"TotalCharge": amount(service.cents(weight))},
        "TimeInTransit": {"ServiceSummary": summary},
    }
