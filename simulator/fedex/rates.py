"""FedEx's offers, at the account's price and at the list's."""

from starlette.responses import JSONResponse, Response

from simulator.carriers.calls import CarrierCall, CarrierError
from simulator.carriers.tariffs import Service, money, offered
from simulator.json_types import JsonObject, JsonValue

SERVICES = (
    Service("FEDEX_GROUND", "FedEx Ground", 900, 110, 4, crosses_borders=False),
    Service("STANDARD_OVERNIGHT", "FedEx Standard Overnight", 3900, 350, 1, crosses_borders=False),
    Service(
        "INTERNATIONAL_ECONOMY", "FedEx International Economy", 5200, 900, 5, crosses_borders=True
    ),
)
_DAYS = {1: "ONE_DAY", 4: "FOUR_DAYS", 5: "FIVE_DAYS"}
_KILOGRAMS = {"KG": 1.0, "LB": 0.45359237}


def quote(call: CarrierCall) -> Response:
    call.need("accountNumber", "value")
    asked = call.need("requestedShipment")
    for party in ("shipper", "recipient"):
        call.need("requestedShipment", party, "address", "countryCode")
    crosses = is_international(asked["shipper"], asked["recipient"])
    check_customs(asked, crosses=crosses)
    weight = kilograms(call.need("requestedShipment", "requestedPackageLineItems"))
    details = [_detail(one, weight) for one in offered(SERVICES, crosses=crosses)]
    output = {"rateReplyDetails": details, "quoteDate": asked.get("shipDateStamp")}
    return JSONResponse({"transactionId": call.ids.uuid(), "output": output})


def service_of(code: str, *, crosses: bool) -> Service:
    for one in offered(SERVICES, crosses=crosses):
        if one.code == code:
            return one
    raise CarrierError("SERVICETYPE.NOT.ALLOWED", "not between these places")


def is_international(shipper: JsonObject, recipient: JsonObject) -> bool:
    return bool(shipper["address"]["countryCode"] != recipient["address"]["countryCode"])


def check_customs(asked: JsonObject, *, crosses: bool) -> None:
    """The simulator's borders are all borders of customs."""
    goods = (asked.get("customsClearanceDetail") or {}).get("commodities") or []
    for each in goods:
        if not each.get("countryOfManufacture"):
            raise CarrierError("COUNTRYOFMANUFACTURE.REQUIRED", "commodities.countryOfManufacture")
    if crosses and not goods:
        raise CarrierError("COMMODITIES.REQUIRED", "customsClearanceDetail.commodities")


def kilograms(packages: JsonValue) -> float:
    total = 0.0
    for package in packages:
        weight = package.get("weight") or {}
        if not weight.get("value") or weight["value"] <= 0:
            raise CarrierError("PACKAGE.WEIGHT.INVALID", "weight")
        total += weight["value"] * _KILOGRAMS[weight["units"]]
    return total


def _detail(service: Service, weight: float) -> JsonObject:
    prices = {"ACCOUNT": service.cents(weight), "LIST": service.list_cents(weight)}
    return {
        "serviceType": service.code,
        "serviceName": service.name,
        "packagingType": "YOUR_PACKAGING",
        "commit": {"transitDays": {"minimumTransitTime": _DAYS[service.days]}},
        "ratedShipmentDetails": [
            {
                "rateType": kind,
                "totalNetCharge": money(cents),
                "shipmentRateDetail": {"currency": "USD"},
                "currency": "USD",
            }
            for kind, cents in prices.items()
        ],
    }
