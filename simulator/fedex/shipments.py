"""FedEx's labels: bought, cancelled, followed. A purchase has no idempotency key."""

from datetime import UTC, datetime

from starlette.responses import JSONResponse, Response

from simulator.carriers.account import Event, Sold
from simulator.carriers.calls import CarrierCall, CarrierError
from simulator.carriers.papers import paper
from simulator.carriers.tariffs import money
from simulator.fedex.rates import check_customs, is_international, kilograms, service_of
from simulator.json_types import JsonObject

_IMAGES = {"PDF": "PDF", "PNG": "PNG", "ZPLII": "ZPL"}
MILESTONES = {
    "accepted": ("PU", "PU", "Picked up"),
    "in_transit": ("DP", "IT", "Left FedEx hub"),
    "out_for_delivery": ("OD", "IT", "On FedEx vehicle for delivery"),
    "delivery_attempt": ("DE", "DE", "Delivery exception"),
    "available_for_pickup": ("HP", "IT", "Ready for recipient pickup"),
    "delivered": ("DL", "DL", "Delivered"),
    "return_to_sender": ("RS", "RS", "Returning package to shipper"),
}
_CANCELLED = ("CA", "CA", "Shipment cancelled by sender")


def ship(call: CarrierCall) -> Response:
    asked = call.need("requestedShipment")
    recipient = call.need("requestedShipment", "recipients")[0]
    for party in (asked["shipper"], recipient):
        if not party.get("contact", {}).get("phoneNumber"):
            raise CarrierError("PHONENUMBER.REQUIRED", "contact.phoneNumber")
    crosses = is_international(asked["shipper"], recipient)
    check_customs(asked, crosses=crosses)
    packages = call.need("requestedShipment", "requestedPackageLineItems")
    service = service_of(call.need("requestedShipment", "serviceType"), crosses=crosses)
    numbers = [f"79{call.ids.digits(10)}" for _ in packages]
    sold = Sold(
        number=numbers[0],
        parcels=numbers,
        reference=call.headers.get("x-customer-transaction-id", ""),
        service=service.code,
        cents=service.cents(kilograms(packages)),
        currency="USD",
        asked=asked,
    )
    call.account.sold[sold.number] = sold
    shipments = [_shipment(sold, service.list_cents(kilograms(packages)))]
    output = {"transactionShipments": shipments}
    return JSONResponse({"transactionId": call.ids.uuid(), "output": output})


def cancel(call: CarrierCall) -> Response:
    sold = call.sold(call.need("trackingNumber"))
    if sold is None:
        raise CarrierError("TRACKINGNUMBER.NOTFOUND", "trackingNumber")
    if sold.is_void or sold.events:
        raise CarrierError("SHIPMENT.CANCEL.NOTALLOWED", "no longer")
    sold.is_void = True
    sold.events.append(Event("cancelled", call.now))
    output = {"cancelledShipment": True, "cancelledHistory": True}
    return JSONResponse({"transactionId": call.ids.uuid(), "output": output})


def track(call: CarrierCall) -> Response:
    """An unknown number is an error inside a 200."""
    results = []
    for each in call.need("trackingInfo"):
        number = each["trackingNumberInfo"]["trackingNumber"]
        sold = call.sold(number)
        result = history(sold.events) if sold and sold.events else _NOT_FOUND
        results.append({"trackingNumber": number, "trackResults": [result]})
    output = {"completeTrackResults": results}
    return JSONResponse({"transactionId": call.ids.uuid(), "output": output})


_NOT_FOUND: JsonObject = {
    "error": {"code": "TRACKING.TRACKINGNUMBER.NOTFOUND", "message": "cannot be found"}
}


def _shipment(sold: Sold, list_cents: int) -> JsonObject:
    image = _IMAGES[sold.asked["labelSpecification"]["imageType"]]
    pieces = [
        {
            "masterTrackingNumber": sold.number,
            "packageSequenceNumber": position,
            "trackingNumber": number,
            "packageDocuments": [
                {"contentType": "LABEL", "encodedLabel": paper(image, [sold.service, number])}
            ],
        }
        for position, number in enumerate(sold.parcels, start=1)
    ]
    prices = {"PAYOR_ACCOUNT_SHIPMENT": sold.cents, "PAYOR_LIST_SHIPMENT": list_cents}
    details = [
        {"rateType": kind, "totalNetCharge": money(cents), "currency": sold.currency}
        for kind, cents in prices.items()
    ]
    rating = {"actualRateType": "PAYOR_ACCOUNT_SHIPMENT", "shipmentRateDetails": details}
    return {
        "masterTrackingNumber": sold.number,
        "serviceType": sold.service,
        "pieceResponses": pieces,
        "shipmentDocuments": _invoices(sold),
        "completedShipmentDetail": {"shipmentRating": rating},
    }


def _invoices(sold: Sold) -> list[JsonObject]:
    wanted = (sold.asked.get("shippingDocumentSpecification") or {}).get("shippingDocumentTypes")
    lines = ["COMMERCIAL INVOICE", sold.number]
    return [{"contentType": kind, "encodedLabel": paper("PDF", lines)} for kind in wanted or []]


def history(events: list[Event]) -> JsonObject:
    """Newest first, in UTC."""
    scans = []
    for status, moment in sorted(events, key=lambda event: event.moment, reverse=True):
        code, derived, said = MILESTONES.get(status, _CANCELLED)
        told = datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
        scan = {"date": told, "eventType": code, "derivedStatusCode": derived}
        scans.append({**scan, "eventDescription": said})
    latest = {"code": scans[0]["eventType"], "derivedCode": scans[0]["derivedStatusCode"]}
    return {"scanEvents": scans, "latestStatusDetail": latest}
