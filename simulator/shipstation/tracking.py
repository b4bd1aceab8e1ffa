"""Tracking: the carrier's scans of a label, and the state they add up to."""

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import JSONResponse, Response

from simulator.clock import iso_seconds
from simulator.json_types import JsonObject
from simulator.shipstation.account import Label
from simulator.shipstation.calls import ShipCall
from simulator.shipstation.errors import not_found

_DAY_SECONDS = 86_400
_LABEL_STATUS = {"NY": "unknown", "UN": "unknown", "DE": "delivered", "EX": "error"}


@dataclass(frozen=True)
class Milestone:
    """One step of a journey in ShipStation's codes and in the carrier's own."""

    code: str
    detail: str
    title: str
    carrier_code: str


NOT_YET = Milestone("NY", "SHIPMENT_CREATED", "Not Yet In System", "MP")
MILESTONES = {
    "accepted": Milestone("AC", "PICKED_UP", "Accepted", "OR"),
    "in_transit": Milestone("IT", "IN_TRANSIT", "In Transit", "DP"),
    "out_for_delivery": Milestone("IT", "OUT_FOR_DELIVERY", "Out For Delivery", "OT"),
    "delivery_attempt": Milestone("AT", "ATTEMPTED_DELIVERY", "Delivery Attempt", "DA"),
    "available_for_pickup": Milestone(
        "SP", "CUSTOMER_TO_COLLECT_FROM_CARRIER", "Delivered To Collection Location", "PK"
    ),
    "delivered": Milestone("DE", "DELIVERED", "Delivered", "FS"),
    "exception": Milestone("EX", "UNSPECIFIED_EXCEPTION", "Exception", "X1"),
    "return_to_sender": Milestone("EX", "RETURN_TO_SENDER", "Exception", "RS"),
    "unknown": Milestone("UN", "CARRIER_STATUS_NOT_MAPPED", "Unknown", "ZZ"),
}


def retrieve(call: ShipCall) -> Response:
    return JSONResponse(describe(call.account.label(call.target)))


def retrieve_by_number(call: ShipCall) -> Response:
    number = call.query.get("tracking_number", "")
    for label in call.account.labels.values():
        if label.tracking_number == number:
            return JSONResponse(describe(label))
    raise not_found("Tracking number", number)


def add_scan(label: Label, milestone: Milestone, moment: datetime, description: str) -> None:
    """Records what the carrier saw at `moment`, which may lie before earlier scans."""
    goal = label.shipment.document["ship_to"]
    stamp = iso_seconds(moment.timestamp())
    label.scans.append(
        {
            "occurred_at": stamp,
            "carrier_occurred_at": stamp.removesuffix("Z"),
            "description": description,
            "city_locality": goal["city_locality"],
            "state_province": goal["state_province"],
            "postal_code": goal["postal_code"],
            "country_code": goal["country_code"],
            "company_name": "",
            "signer": "",
            "event_code": milestone.carrier_code,
            "carrier_detail_code": None,
            "status_code": milestone.code,
            "status_detail_code": milestone.detail,
            "status_description": milestone.title,
            "status_detail_description": description,
            "carrier_status_code": milestone.carrier_code,
            "carrier_status_description": description,
            "latitude": None,
            "longitude": None,
        }
    )


def describe(label: Label) -> JsonObject:
    """The state is that of the latest scan by time; scans are listed newest first."""
    # Of scans in the same second the one recorded later is the newer.
    recorded = reversed(label.scans)
    scans = sorted(recorded, key=lambda scan: str(scan["occurred_at"]), reverse=True)
    latest = scans[0] if scans else _awaiting(label)
    delivered = next((s["occurred_at"] for s in scans if s["status_code"] == "DE"), None)
    due = iso_seconds(label.created_at + label.service.days * _DAY_SECONDS)
    is_exception = latest["status_code"] == "EX"
    return {
        "tracking_number": label.tracking_number,
        "tracking_url": tracking_url(label),
        "status_code": latest["status_code"],
        "status_detail_code": latest["status_detail_code"],
        "carrier_code": label.service.carrier.code,
        "carrier_id": label.service.carrier.number,
        "carrier_detail_code": None,
        "status_description": latest["status_description"],
        "status_detail_description": latest["status_detail_description"],
        "carrier_status_code": latest["carrier_status_code"],
        "carrier_status_description": latest["carrier_status_description"],
        "ship_date": scans[-1]["occurred_at"] if scans else None,
        "estimated_delivery_date": due,
        "actual_delivery_date": delivered,
        "exception_description": latest["carrier_status_description"] if is_exception else None,
        "events": scans,
    }


def label_tracking_status(label: Label) -> str:
    """The coarse state a label document carries."""
    return _LABEL_STATUS.get(describe(label)["status_code"], "in_transit")


def tracking_url(label: Label) -> str:
    return f"{label.base_url}track/{label.tracking_number}"


def _awaiting(label: Label) -> JsonObject:
    return {
        "status_code": NOT_YET.code,
        "status_detail_code": NOT_YET.detail,
        "status_description": NOT_YET.title,
        "status_detail_description": None,
        "carrier_status_code": NOT_YET.carrier_code,
        "carrier_status_description": f"{label.service.carrier.name} awaits the parcel.",
    }
