"""DHL's products, with the price that is billed and the public one."""

from starlette.responses import JSONResponse, Response

from simulator.carriers.calls import CarrierCall, CarrierError
from simulator.carriers.tariffs import Service, money, offered
from simulator.json_types import JsonObject, JsonValue

SERVICES = (
    Service("N", "EXPRESS DOMESTIC", 1400, 210, 1, crosses_borders=False),
    Service("P", "EXPRESS WORLDWIDE NONDOC", 6100, 1100, 3, crosses_borders=True),
    Service("Y", "EXPRESS 12:00 NONDOC", 7900, 1300, 2, crosses_borders=True),
)
_TIME = "YYYY-MM-DDTHH:MM:SS GMT+hh:mm"


def quote(call: CarrierCall) -> Response:
    customer = call.need("customerDetails")
    check_planned(call.need("plannedShippingDateAndTime"))
    crosses = (
        customer["shipperDetails"]["countryCode"] != customer["receiverDetails"]["countryCode"]
    )
    if crosses and call.body.get("isCustomsDeclarable") and not call.body.get("monetaryAmount"):
        raise CarrierError("1001", "#/monetaryAmount is required for dutiable shipments")
    weight = kilograms(call.need("packages"))
    return JSONResponse(
        {"products": [_product(one, weight) for one in offered(SERVICES, crosses=crosses)]}
    )


def service_of(code: str, *, crosses: bool) -> Service:
    for one in offered(SERVICES, crosses=crosses):
        if one.code == code:
            return one
    raise CarrierError("996", "The requested product(s) not available.")


def kilograms(packages: JsonValue) -> float:
    for position, package in enumerate(packages):
        if not package.get("weight") or package["weight"] <= 0:
            where = f"#/packages/{position}/weight: not above zero"
            raise CarrierError("", where, status=422)
    return float(sum(package["weight"] for package in packages))


def check_planned(told: str) -> None:
    if len(told) < len(_TIME) - 1 or "GMT" not in told:
        raise CarrierError("", f"#/plannedShippingDateAndTime: {_TIME}", status=422)


def prices(billed: int, public: int) -> list[JsonObject]:
    kinds = {"BILLC": billed, "PULCL": public}
    return [
        {"currencyType": kind, "priceCurrency": "USD", "price": money(cents)}
        for kind, cents in kinds.items()
    ]


def _product(service: Service, weight: float) -> JsonObject:
    return {
        "productName": service.name,
        "productCode": service.code,
        "localProductCode": service.code,
        "isCustomerAgreement": False,
        "weight": {"provided": weight, "unitOfMeasurement": "metric"},
        "totalPrice": prices(service.cents(weight), service.list_cents(weight)),
        "deliveryCapabilities": {"totalTransitDays": service.days},
    }
