"""Where parcels are."""

from starlette.responses import JSONResponse, Response

from simulator.usps.calls import UspsCall
from simulator.usps.errors import UspsError

MILESTONES = {
    "accepted": ("03", "USPS in possession of item", "Accepted"),
    "in_transit": ("10", "Processed through USPS Facility", "In Transit"),
    "out_for_delivery": ("OF", "Out for Delivery", "Out for Delivery"),
    "delivery_attempt": ("02", "Notice Left", "Delivery Attempt: Action Needed"),
    "available_for_pickup": ("14", "Available for Pickup", "Available for Pickup"),
    "delivered": ("01", "Delivered, In/At Mailbox", "Delivered"),
    "return_to_sender": ("09", "Return to Sender", "Returning to Sender"),
}
"""Event code, event type and the category of the parcel."""


def retrieve(call: UspsCall) -> Response:
    label = call.account.labels.get(call.target)
    if label is None or not label.scans:
        detail = "The tracking number may be incorrect or is not yet available."
        raise UspsError(detail, status=404, parameter="trackingNumber")
    code = label.scans[0]["eventCode"]
    category = next(known[2] for known in MILESTONES.values() if known[0] == code)
    summary = {"trackingNumber": label.number, "statusCategory": category}
    return JSONResponse({**summary, "trackingEvents": label.scans})
