"""Where UPS's parcels are: an unknown number is a warning inside a 200."""

from datetime import UTC, datetime

from starlette.responses import JSONResponse, Response

from simulator.carriers.account import Event
from simulator.carriers.calls import CarrierCall, CarrierError
from simulator.json_types import JsonObject

MILESTONES = {
    "accepted": ("P", "XD", "Drop-Off"),
    "in_transit": ("I", "DP", "Departed from Facility"),
    "out_for_delivery": ("I", "OT", "Out For Delivery Today"),
    "delivery_attempt": ("X", "48", "The receiver was not available."),
    "available_for_pickup": ("I", "ZP", "Ready for pickup"),
    "delivered": ("D", "FS", "DELIVERED"),
    "return_to_sender": ("X", "RS", "Returning to the sender"),
}
_VOIDED = ("MV", "VP", "Shipment voided")


def details(call: CarrierCall) -> Response:
    for name in ("transid", "transactionsrc"):
        if not call.headers.get(name):
            raise CarrierError("TV1001", f"{name} is required")
    sold = call.sold(call.target)
    shipment: JsonObject = {"inquiryNumber": call.target}
    if sold is None or not sold.events:
        warning = {"code": "TW0001", "message": "Tracking Information Not Found"}
        shipment["warnings"] = [warning]
    else:
        newest = sorted(sold.events, key=lambda event: event.moment, reverse=True)
        activities = [_activity(event) for event in newest]
        shipment["package"] = [{"trackingNumber": call.target, "activity": activities}]
    return JSONResponse({"trackResponse": {"shipment": [shipment]}})


def _activity(event: Event) -> JsonObject:
    """Five hours behind Greenwich, as its own date and time are."""
    moment = datetime.fromtimestamp(event.moment, UTC)
    there = datetime.fromtimestamp(event.moment - 5 * 3600, UTC)
    kind, code, said = MILESTONES.get(event.status, _VOIDED)
    return {
        "date": there.strftime("%Y%m%d"),
        "time": there.strftime("%H%M%S"),
        "gmtDate": moment.strftime("%Y%m%d"),
        "gmtTime": moment.strftime("%H%M%S"),
        "gmtOffset": "-05:00",
        "status": {"type": kind, "code": code, "description": said},
    }
