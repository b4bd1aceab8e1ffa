"""DHL's labels: bought and followed, never voided. A purchase has no idempotency key."""

from datetime import UTC, datetime

from starlette.responses import JSONResponse, Response

from simulator.carriers.account import Event, Sold
from simulator.carriers.calls import CarrierCall, CarrierError
from simulator.carriers.papers import paper
from simulator.dhl.rates import check_planned, kilograms, prices, service_of
from simulator.json_types import JsonObject

MILESTONES = {
    "accepted": ("PU", "Shipment picked up"),
    "in_transit": ("DF", "Shipment has departed from a DHL facility"),
    "out_for_delivery": ("WC", "Shipment is out with courier for delivery"),
    "delivery_attempt": ("NH", "Delivery attempted; recipient not home"),
    "available_for_pickup": ("CC", "Awaiting collection by the consignee"),
    "delivered": ("OK", "Delivered"),
    "return_to_sender": ("RT", "Returned to shipper"),
}


def ship(call: CarrierCall) -> Response:
    check_planned(call.need("plannedShippingDateAndTime"))
    customer = call.need("customerDetails")
    for party in ("shipperDetails", "receiverDetails"):
        if not customer[party].get("contactInformation", {}).get("phone"):
            where = f"#/customerDetails/{party}/contactInformation: required key [phone] not found"
            raise CarrierError("", where, status=422)
    content = call.need("content")
    if content.get("isCustomsDeclarable") and not content.get("exportDeclaration"):
        raise CarrierError("7006", "#/content/exportDeclaration is required")
    crosses = len({party["postalAddress"]["countryCode"] for party in customer.values()}) > 1
    service = service_of(call.need("productCode"), crosses=crosses)
    weight = kilograms(content["packages"])
    sold = Sold(
        number=call.ids.digits(10),
        parcels=[f"JD01{call.ids.digits(16)}" for _ in content["packages"]],
        reference=str((call.body.get("customerReferences") or [{}])[0].get("value", "")),
        service=service.code,
        cents=service.cents(weight),
        currency="USD",
        asked=call.body,
    )
    call.account.sold[sold.number] = sold
    packages = [
        {"referenceNumber": position, "trackingNumber": number}
        for position, number in enumerate(sold.parcels, start=1)
    ]
    answer: JsonObject = {
        "shipmentTrackingNumber": sold.number,
        "packages": packages,
        "documents": _documents(sold),
    }
    if call.body.get("getRateEstimates"):
        answer["shipmentCharges"] = prices(sold.cents, service.list_cents(weight))
    return JSONResponse(answer, 201)


def track(call: CarrierCall) -> Response:
    sold = call.sold(call.target)
    if sold is None or not sold.events:
        raise CarrierError("", "No data found", status=404)
    offset = call.query.get("requestGMTOffsetPerEvent") == "true"
    oldest_first = sorted(sold.events, key=lambda event: event.moment)
    events = [_event(event, offset=offset) for event in oldest_first]
    shipment = {"shipmentTrackingNumber": sold.number, "status": "Success", "events": events}
    return JSONResponse({"shipments": [shipment]})


def _documents(sold: Sold) -> list[JsonObject]:
    """A label always, the others where they are asked for; an invoice is PDF only."""
    properties = sold.asked.get("outputImageProperties") or {}
    encoding = str(properties.get("encodingFormat") or "pdf").upper()
    options = properties.get("imageOptions") or []
    asked = [each["typeCode"] for each in options if each.get("isRequested")]
    papers = []
    for kind in dict.fromkeys(["label", *asked]):
        image = "PDF" if kind == "invoice" else encoding
        content = paper(image, [kind, sold.service, sold.number])
        papers.append({"imageFormat": image, "typeCode": kind, "content": content})
    return papers


def _event(event: Event, *, offset: bool) -> JsonObject:
    """An hour ahead of Greenwich, as its own date and time are."""
    there = datetime.fromtimestamp(event.moment + 3600, UTC)
    code, said = MILESTONES[event.status]
    told: JsonObject = {
        "date": there.strftime("%Y-%m-%d"),
        "time": there.strftime("%H:%M:%S"),
        "typeCode": code,
        "description": said,
    }
    return {**told, "GMTOffset": "+01:00"} if offset else told
