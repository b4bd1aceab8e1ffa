"""Shiprocket's answers in our types.

The readers raise KeyError, TypeError or ValueError for a document that lacks what it promises.
"""

import re
from dataclasses import dataclass, replace

from orderloom.adapters.money import to_minor_units
from orderloom.adapters.provider_http import Answer
from orderloom.adapters.shiprocket.http import number
from orderloom.adapters.shiprocket.moments import utc
from orderloom.adapters.shiprocket.states import CANCELLED, STATES
from orderloom.ports.carrier import Rate, Scan

CURRENCY = "INR"
_CANCELLED_ORDER = 5


@dataclass(frozen=True)
class ChannelOrder:
    """Found by an operation key of ours; `awb` is empty before a courier was assigned."""

    order_id: str
    shipment_id: str
    awb: str = ""


def read_rates(answer: Answer) -> tuple[Rate, ...]:
    """Empty where no courier serves the lane: the data is missing, null or a list then."""
    data = answer.get("data")
    couriers = (data.get("available_courier_companies") or []) if isinstance(data, dict) else []
    return tuple(_read_rate(courier) for courier in couriers if not number(courier.get("blocked")))


def _read_rate(courier: Answer) -> Rate:
    name = str(courier["courier_name"])
    return Rate(
        rate_id=str(courier["courier_company_id"]),
        carrier=carrier_code(name),
        service=name,
        amount=to_minor_units(courier["rate"], CURRENCY),
        currency=CURRENCY,
        delivery_days=number(courier.get("estimated_delivery_days")) or None,
    )


def carrier_code(courier_name: str) -> str:
    """`Amazon Surface` is `amazon_surface`."""
    return re.sub(r"[^a-z0-9]+", "_", courier_name.lower()).strip("_")


def read_orders(answer: Answer, operation_key: str) -> tuple[ChannelOrder, ...]:
    """Of exactly this key, as their search finds parts of words too; none that is cancelled."""
    return tuple(
        _channel_order(order)
        for order in answer["data"]
        if str(order.get("channel_order_id")) == operation_key
        and number(order.get("status_code")) != _CANCELLED_ORDER
    )


def _channel_order(order: Answer) -> ChannelOrder:
    shipments = order["shipments"]
    shipment = shipments[0] if isinstance(shipments, list) else shipments
    awb = shipment.get("awb") or ""
    return ChannelOrder(str(order["id"]), str(shipment["id"]), str(awb))


def read_made_order(answer: Answer) -> ChannelOrder:
    awb = answer.get("awb_code") or ""
    return ChannelOrder(str(answer["order_id"]), str(answer["shipment_id"]), str(awb))


def read_assigned(answer: Answer) -> str:
    """The courier's number; empty while Shiprocket is still asking for one."""
    response = answer.get("response")
    if not isinstance(response, dict):
        return ""
    return str(response["data"]["awb_code"] or "")


def is_cancelled(shipment: Answer) -> bool:
    return number(shipment["data"]["status"]) in CANCELLED


def read_scans(answer: Answer) -> tuple[Scan, ...]:
    """The newest scan has the parcel's state, where that says more."""
    data = answer["tracking_data"]
    activities = data.get("shipment_track_activities") or []
    scans = sorted(map(_read_scan, activities), key=lambda scan: scan.occurred_at)
    if scans and (now := STATES.get(number(data.get("shipment_status")))):
        scans[-1] = replace(scans[-1], state=now)
    return tuple(scans)


def _read_scan(activity: Answer) -> Scan:
    return Scan(
        state=STATES.get(number(activity.get("sr-status"))),
        occurred_at=utc(str(activity["date"])),
        description=str(activity.get("activity") or ""),
        code=str(activity.get("status") or activity.get("sr-status") or ""),
    )
