"""Shipments: what is carried from where to where, shared by rates and labels."""

from starlette.responses import JSONResponse, Response

from simulator.clock import iso_seconds
from simulator.json_types import JsonObject
from simulator.shipstation.account import StoredShipment
from simulator.shipstation.calls import ShipCall
from simulator.shipstation.models import Shipment

_LONGEST_EXTERNAL_ID = 50


def store(call: ShipCall, shipment: Shipment) -> StoredShipment:
    """Keeps a shipment; ShipStation silently cuts an external id to 50 characters."""
    stamp = iso_seconds(call.now)
    document = shipment.model_dump(exclude_none=True)
    if shipment.external_shipment_id is not None:
        document["external_shipment_id"] = shipment.external_shipment_id[:_LONGEST_EXTERNAL_ID]
    document = {
        "is_return": False,
        "confirmation": "none",
        "customs": None,
        "advanced_options": {},
        "insurance_provider": "none",
        "tags": [],
        "items": [],
        "return_to": document.get("ship_from"),
        "warehouse_id": None,
        "ship_date": f"{stamp[:10]}T00:00:00Z",
        **document,
        "shipment_id": call.new_id(),
        "created_at": stamp,
        "modified_at": stamp,
        "shipment_status": "pending",
        "total_weight": {"value": shipment.grams, "unit": "gram"},
    }
    stored = StoredShipment(document["shipment_id"], document, shipment.grams, call.now)
    call.account.shipments[stored.id] = stored
    return stored


def mark(shipment: StoredShipment, status: str, moment: float) -> None:
    shipment.document["shipment_status"] = status
    shipment.document["modified_at"] = iso_seconds(moment)


def retrieve(call: ShipCall) -> Response:
    return JSONResponse(call.account.shipment(call.target).document)


def retrieve_by_external_id(call: ShipCall) -> Response:
    return JSONResponse(call.account.shipment_by_external_id(call.target).document)


def money(cents: int) -> JsonObject:
    """ShipStation writes money as a decimal number of major units."""
    return {"currency": "usd", "amount": cents / 100}
