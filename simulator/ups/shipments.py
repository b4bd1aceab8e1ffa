"""UPS's labels: bought, recovered, voided. A purchase has no idempotency key."""

from starlette.responses import JSONResponse, Response

from simulator.carriers.account import Event, Sold
from simulator.carriers.calls import CarrierCall, CarrierError
from simulator.carriers.papers import paper
from simulator.json_types import JsonObject
from simulator.ups.rates import amount, done, is_international, kilograms, service_of, several


def ship(call: CarrierCall) -> Response:
    asked = call.need("ShipmentRequest", "Shipment")
    crosses = is_international(asked)
    _check(asked, crosses=crosses)
    service = service_of(asked["Service"]["Code"], crosses=crosses)
    weight = kilograms(asked)
    packages = several(asked["Package"])
    numbers = [f"1Z{asked['Shipper']['ShipperNumber']}{call.ids.digits(10)}" for _ in packages]
    sold = Sold(
        number=numbers[0],
        parcels=numbers,
        reference=_reference(asked, packages),
        service=service.code,
        cents=service.cents(weight),
        currency="USD",
        asked=call.body["ShipmentRequest"],
    )
    call.account.sold[sold.number] = sold
    results = [_package(sold, number) for number in numbers]
    answer: JsonObject = {
        "ShipmentCharges": {"TotalCharges": amount(service.list_cents(weight))},
        "NegotiatedRateCharges": {"TotalCharge": amount(sold.cents)},
        "ShipmentIdentificationNumber": sold.number,
        "PackageResults": results[0] if len(results) == 1 else results,
    }
    if crosses:
        image = {"ImageFormat": {"Code": "PDF"}, "GraphicImage": paper("PDF", ["INVOICE"])}
        answer["Form"] = {"Code": "01", "Image": image}
    return JSONResponse({"ShipmentResponse": {"Response": done(), "ShipmentResults": answer}})


def recover(call: CarrierCall) -> Response:
    """By number or by reference. How UPS says that there is none is not published."""
    asked = call.need("LabelRecoveryRequest")
    sold = _recovered(call, asked)
    if sold is None or sold.is_void:
        raise CarrierError("300000", "No label.")
    lines = [sold.service, *sold.parcels]
    image = {"LabelImageFormat": {"Code": "PDF"}, "GraphicImage": paper("PDF", lines)}
    results: list[JsonObject] = [{"TrackingNumber": number} for number in sold.parcels]
    results[0]["LabelImage"] = image  # as PDF, all labels come with the first
    answer = {"ShipmentIdentificationNumber": sold.number, "LabelResults": results}
    return JSONResponse({"LabelRecoveryResponse": {"Response": done(), **answer}})


def void(call: CarrierCall) -> Response:
    sold = call.sold(call.target)
    if sold is None or sold.events:
        raise CarrierError("190102", "No shipment found within the allowed void period.")
    sold.is_void = True
    sold.events.append(Event("voided", call.now))
    status = {"Code": "1", "Description": "Success"}
    parcels = [{"TrackingNumber": number, "Status": status} for number in sold.parcels]
    answer = {"Response": done(), "SummaryResult": {"Status": status}}
    return JSONResponse({"VoidShipmentResponse": {**answer, "PackageLevelResults": parcels}})


def _check(asked: JsonObject, *, crosses: bool) -> None:
    if not crosses:
        return
    for party in ("Shipper", "ShipTo"):
        if not (asked[party].get("Phone") or {}).get("Number"):
            raise CarrierError("120213", f"{party} phone number is required.")
    forms = (asked.get("ShipmentServiceOptions") or {}).get("InternationalForms") or {}
    if not forms.get("Product"):
        raise CarrierError("128000", "An invoice is required.")


def _reference(asked: JsonObject, packages: list[JsonObject]) -> str:
    """Of the shipment, or inside the United States of its parcels."""
    named = asked.get("ReferenceNumber") or packages[0].get("ReferenceNumber") or [{}]
    return str(several(named)[0].get("Value", ""))


def _recovered(call: CarrierCall, asked: JsonObject) -> Sold | None:
    if number := asked.get("TrackingNumber"):
        return call.sold(number)
    value = asked["ReferenceValues"]["ReferenceNumber"]["Value"]
    newest = reversed(call.account.sold.values())
    return next((one for one in newest if one.reference == value), None)


def _package(sold: Sold, number: str) -> JsonObject:
    code = sold.asked["LabelSpecification"]["LabelImageFormat"]["Code"]
    image = {"ImageFormat": {"Code": code}, "GraphicImage": paper(code, [sold.service, number])}
    return {"TrackingNumber": number, "ShippingLabel": image}
