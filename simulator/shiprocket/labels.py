"""Label documents, and where parcels are."""

from starlette.responses import JSONResponse, Response

from simulator.json_types import JsonObject
from simulator.pdf import one_page_pdf
from simulator.shiprocket.account import Order
from simulator.shiprocket.calls import ShiprocketCall

STATUSES = {
    "picked_up": (42, "PICKED UP"),
    "in_transit": (18, "IN TRANSIT"),
    "out_for_delivery": (17, "OUT FOR DELIVERY"),
    "undelivered": (21, "UNDELIVERED"),
    "delivered": (7, "DELIVERED"),
    "rto_initiated": (9, "RTO INITIATED"),
    "rto_delivered": (10, "RTO DELIVERED"),
}
_NOTHING = "Aahh! There is no activities found in our DB. Please have some patience."


def generate(call: ShiprocketCall) -> Response:
    """As often as it is asked for."""
    shipment_ids = call.body.get("shipment_id") or [0]
    order = call.account.order(shipment_ids[0])
    if not order.awb or order.is_cancelled:
        return JSONResponse({"label_created": 0, "not_created": shipment_ids})
    url = f"{call.base_url}labels/{order.shipment_id}-{order.awb}.pdf"
    return JSONResponse({"label_created": 1, "label_url": url, "not_created": []})


def document(order: Order) -> bytes:
    name = order.courier.name if order.courier else ""
    lines = [f"{name}  (simulated)", order.awb, order.asked["billing_customer_name"]]
    return one_page_pdf([*lines, order.asked["billing_address"], order.asked["billing_pincode"]])


def track(call: ShiprocketCall) -> Response:
    """An unknown number is answered as one that was not seen yet."""
    order = call.account.order_by_awb(call.target)
    if order is None or not order.scans:
        return JSONResponse({"tracking_data": {"track_status": 0, "error": _NOTHING}})
    data = {
        "track_status": 1,
        "shipment_status": order.status,
        "shipment_track": [{"awb_code": order.awb, "shipment_id": order.shipment_id}],
        "shipment_track_activities": order.scans[::-1],
    }
    return JSONResponse({"tracking_data": data})


def scan(status: str, told: str) -> JsonObject:
    code, label = STATUSES[status]
    return {
        "date": told,
        "status": f"X-{code}",
        "activity": label.capitalize(),
        "location": "Delhi",
        "sr-status": str(code),
        "sr-status-label": label,
    }
