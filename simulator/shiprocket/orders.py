"""Orders, the numbers couriers give them, and cancelling."""

from starlette.responses import JSONResponse, Response

from simulator.json_types import JsonObject
from simulator.shiprocket.account import (
    AWB_ASSIGNED,
    CANCELLATION_REQUESTED,
    NEW,
    Order,
)
from simulator.shiprocket.calls import ShiprocketCall
from simulator.shiprocket.couriers import COURIERS, UNSERVED, Courier
from simulator.shiprocket.errors import RefusalInside, ShiprocketError

_CANCELLED_ORDER = 5
_REQUIRED = (
    "order_id",
    "order_date",
    "pickup_location",
    "billing_customer_name",
    "billing_address",
    "billing_city",
    "billing_pincode",
    "billing_state",
    "billing_country",
    "billing_email",
    "billing_phone",
    "order_items",
    "payment_method",
    "sub_total",
    "length",
    "breadth",
    "height",
    "weight",
)


def serviceability(call: ShiprocketCall) -> Response:
    goal = call.query.get("delivery_postcode", "")
    weight = float(call.query.get("weight") or 0)
    if not goal or weight <= 0:
        raise ShiprocketError("Oops! Invalid Data.", status=422, weight="is required")
    if goal.startswith(UNSERVED):
        return JSONResponse({"status": 404, "message": "No courier serves this lane"})
    companies = [courier.describe(weight) for courier in COURIERS.values()]
    return JSONResponse({"currency": "INR", "data": {"available_courier_companies": companies}})


def create(call: ShiprocketCall) -> Response:
    """Asked twice, it makes two."""
    call.need(*_REQUIRED)
    order = Order(call.new_id(), call.new_id(), call.body)
    call.account.orders[order.shipment_id] = order
    made = {"order_id": order.id, "shipment_id": order.shipment_id, "awb_code": None}
    return JSONResponse({**made, "status": "NEW", "status_code": NEW})


def search(call: ShiprocketCall) -> Response:
    """Finds parts of words too; newest first."""
    wanted = call.query.get("search", "")
    found = [one for one in call.account.orders.values() if wanted in str(one.asked["order_id"])]
    return JSONResponse({"data": [_listed(order) for order in reversed(found)]})


def assign(call: ShiprocketCall) -> Response:
    order = call.account.order(call.body.get("shipment_id"))
    if order.awb or order.courier:
        raise ShiprocketError("Oops! Cannot reassign courier for this shipment.")
    courier = COURIERS.get(int(call.body.get("courier_id") or 0))
    if courier is None:
        raise ShiprocketError("Courier is not serviceable")
    paise = courier.paise(float(order.asked["weight"]))
    if paise > call.account.balance_paise:
        error = {"awb_assign_error": "Please recharge your ShipRocket wallet."}
        raise RefusalInside({"awb_assign_status": 0, "response": {"data": error}})
    order.courier, order.paise = courier, paise
    if call.account.slow_couriers:
        return JSONResponse({"success": True, "message": "We are processing your request"})
    give_number(order, call.ids.digits(12))
    return JSONResponse({"awb_assign_status": 1, "response": {"data": _assigned(order, courier)}})


def give_number(order: Order, awb: str) -> None:
    order.awb, order.status = awb, AWB_ASSIGNED


def shipment(call: ShiprocketCall) -> Response:
    order = call.account.order(int(call.target) if call.target.isdigit() else None)
    data = {
        "id": order.shipment_id,
        "order_id": order.id,
        "awb": order.awb or None,
        "courier": order.courier.name if order.courier else None,
        "cost": f"{order.paise / 100:.2f}",
        "status": order.status,
    }
    return JSONResponse({"data": data})


def cancel(call: ShiprocketCall) -> Response:
    """Asked for now; done by the courier, later."""
    for awb in call.body.get("awbs") or []:
        order = call.account.order_by_awb(awb)
        if order is None or order.scans:
            raise ShiprocketError("Cannot cancel a shipment that is on its way")
        order.status = CANCELLATION_REQUESTED
    return JSONResponse({"message": "Bulk Shipment cancellation is in progress."})


def _assigned(order: Order, courier: Courier) -> JsonObject:
    return {
        "courier_company_id": courier.id,
        "courier_name": courier.name,
        "awb_code": order.awb,
        "order_id": order.id,
        "shipment_id": order.shipment_id,
    }


def _listed(order: Order) -> JsonObject:
    return {
        "id": order.id,
        "channel_order_id": order.asked["order_id"],
        "status": "CANCELED" if order.is_cancelled else "NEW",
        "status_code": _CANCELLED_ORDER if order.is_cancelled else NEW,
        "shipments": [{"id": order.shipment_id, "awb": order.awb}],
    }
