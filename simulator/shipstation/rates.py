"""Rates: what each service would charge for a shipment."""

from starlette.responses import JSONResponse, Response

from simulator.clock import iso_seconds
from simulator.json_types import JsonObject
from simulator.shipstation.account import Rate, StoredShipment
from simulator.shipstation.calls import ShipCall
from simulator.shipstation.carriers import CARRIERS, SERVICES, Service, describe_carrier, zone
from simulator.shipstation.errors import not_found
from simulator.shipstation.models import RateOptions, RatesRequest
from simulator.shipstation.shipments import money, store

_DAY_SECONDS = 86_400


def list_carriers(_call: ShipCall) -> Response:
    carriers = [describe_carrier(carrier) for carrier in CARRIERS.values()]
    return JSONResponse({"carriers": carriers})


def calculate(call: ShipCall) -> Response:
    """Offers of the chosen carriers, cheapest first; too heavy services come back as invalid."""
    wanted = call.read(RatesRequest)
    services = _services(wanted.rate_options)
    if wanted.shipment is not None:
        shipment = store(call, wanted.shipment)
    else:
        shipment = call.account.shipment(wanted.shipment_id or "")
    fitting = [service for service in services if shipment.grams <= service.heaviest_grams]
    offers = [_offer(call, shipment, service) for service in fitting]
    offers.sort(key=lambda offer: offer["shipping_amount"]["amount"])
    invalid = [
        {
            **_offer(call, shipment, service),
            "validation_status": "invalid",
            "error_messages": [f"{service.name} takes at most {service.heaviest_grams} g."],
        }
        for service in services
        if service not in fitting
    ]
    rate_response = {
        "rates": offers,
        "invalid_rates": invalid,
        "rate_request_id": call.new_id(),
        "shipment_id": shipment.id,
        "created_at": iso_seconds(call.now),
        "status": "completed" if not invalid else "partial" if offers else "error",
        "errors": [],
    }
    return JSONResponse({**shipment.document, "rate_response": rate_response})


def _services(options: RateOptions) -> list[Service]:
    for carrier_id in options.carrier_ids:
        if carrier_id not in CARRIERS:
            raise not_found("Carrier", carrier_id)
    return [
        service
        for service in SERVICES
        if service.carrier.id in options.carrier_ids
        and (not options.service_codes or service.code in options.service_codes)
    ]


def _offer(call: ShipCall, shipment: StoredShipment, service: Service) -> JsonObject:
    distance = zone(shipment.document)
    rate = Rate(call.new_id(), shipment.id, service, service.price(shipment.grams, distance))
    call.account.rates[rate.id] = rate
    arrival = iso_seconds(call.now + service.days * _DAY_SECONDS)
    price = money(rate.cents)
    detail = {"rate_detail_type": "shipping", "carrier_description": service.name, "amount": price}
    return {
        "rate_id": rate.id,
        "rate_type": "shipment",
        "carrier_id": service.carrier.id,
        "shipping_amount": price,
        "insurance_amount": money(0),
        "confirmation_amount": money(0),
        "other_amount": money(0),
        "tax_amount": None,
        "rate_details": [detail],
        "zone": distance,
        "package_type": shipment.document["packages"][0]["package_code"],
        "delivery_days": service.days,
        "guaranteed_service": service.guaranteed,
        "estimated_delivery_date": arrival,
        "carrier_delivery_days": str(service.days),
        "ship_date": shipment.document["ship_date"],
        "negotiated_rate": False,
        "service_type": service.name,
        "service_code": service.code,
        "trackable": True,
        "carrier_code": service.carrier.code,
        "carrier_nickname": f"Test {service.carrier.name}",
        "carrier_friendly_name": service.carrier.name,
        "validation_status": "valid",
        "warning_messages": [],
        "error_messages": [],
    }
