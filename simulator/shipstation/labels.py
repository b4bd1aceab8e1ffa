"""Labels: bought from a shipment or a rate, listed, downloaded and voided.

Like the real service, buying knows no idempotency key: a repeated request buys a second label.
"""

from starlette.responses import JSONResponse, Response

from simulator.json_types import JsonObject
from simulator.shipstation import label_documents, shipments
from simulator.shipstation.account import Label, Rate
from simulator.shipstation.calls import ShipCall
from simulator.shipstation.carriers import find_service, zone
from simulator.shipstation.errors import invalid_field, not_found
from simulator.shipstation.models import LabelOptions, LabelRequest

_INLINE = "inline"
_VOID_PERIOD_SECONDS = 28 * 86_400


def create(call: ShipCall) -> Response:
    wanted = call.read(LabelRequest)
    service = find_service(wanted.shipment.carrier_id, wanted.shipment.service_code)
    if service is None:
        raise invalid_field("shipment.service_code", "The carrier has no such service.")
    if wanted.shipment.grams > service.heaviest_grams:
        raise invalid_field("shipment.packages", f"At most {service.heaviest_grams} g.")
    shipment = shipments.store(call, wanted.shipment)
    cents = service.price(shipment.grams, zone(shipment.document))
    return _sold(_buy(call, Rate("", shipment.id, service, cents), wanted), wanted)


def create_from_rate(call: ShipCall) -> Response:
    options = call.read(LabelOptions)
    rate = call.account.rates.get(call.target)
    if rate is None:
        raise not_found("Rate", call.target)
    shipment = call.account.shipment(rate.shipment_id)
    if shipment.grams > rate.service.heaviest_grams:
        raise invalid_field("rate_id", "This rate was invalid for its shipment.")
    return _sold(_buy(call, rate, options), options)


def retrieve(call: ShipCall) -> Response:
    return _retrieved(call, call.account.label(call.target))


def retrieve_by_external_id(call: ShipCall) -> Response:
    for label in reversed(call.account.labels.values()):
        if label.shipment.external_id == call.target:
            return _retrieved(call, label)
    raise not_found("Label for shipment", call.target)


def list_all(call: ShipCall) -> Response:
    """Newest first unless `sort_dir=asc`; the filters of the real listing that apply here."""
    number, size = call.positive("page", 1), call.positive("page_size", 25)
    found = [label for label in call.account.labels.values() if _wanted(call, label)]
    if call.query.get("sort_dir", "desc") == "desc":
        found.reverse()
    pages = -(-len(found) // size)
    shown = found[(number - 1) * size : number * size]
    return JSONResponse(
        {
            "labels": [label_documents.describe(label) for label in shown],
            "total": len(found),
            "page": number,
            "pages": pages,
            "links": {
                "first": _link(call, 1, size),
                "last": _link(call, max(pages, 1), size),
                "prev": _link(call, number - 1, size) if number > 1 else {},
                "next": _link(call, number + 1, size) if number < pages else {},
            },
        }
    )


def void(call: ShipCall) -> Response:
    """Status 200 either way: `approved` false is a refusal."""
    label = call.account.label(call.target)
    refusal = _void_refusal(label, call.now)
    if refusal is not None:
        call.account.refused_voids += 1
        message = "The label could not be voided."
        return JSONResponse({"approved": False, "message": message, "reason_code": refusal})
    label.voided_at = call.now
    shipments.mark(label.shipment, "cancelled", call.now)
    return JSONResponse({"approved": True, "message": "The label was voided."})


def _buy(call: ShipCall, rate: Rate, options: LabelOptions) -> Label:
    shipment = call.account.shipment(rate.shipment_id)
    label = Label(
        id=call.new_id(),
        shipment=shipment,
        service=rate.service,
        rate_id=rate.id or None,
        cents=rate.cents,
        tracking_number=rate.service.carrier.tracking_number(call.ids),
        download_token=call.ids.token(22),
        base_url=call.base_url,
        created_at=call.now,
        layout=options.label_layout,
    )
    call.account.labels[label.id] = label
    shipments.mark(shipment, "label_purchased", call.now)
    return label


def _sold(label: Label, options: LabelOptions) -> Response:
    return JSONResponse(
        label_documents.describe(label, inline=options.label_download_type == _INLINE)
    )


def _retrieved(call: ShipCall, label: Label) -> Response:
    inline = call.query.get("label_download_type") == _INLINE
    return JSONResponse(label_documents.describe(label, inline=inline))


def _wanted(call: ShipCall, label: Label) -> bool:
    document: JsonObject = {
        "tracking_number": label.tracking_number,
        "rate_id": label.rate_id,
        "shipment_id": label.shipment.id,
        "carrier_id": label.service.carrier.id,
        "service_code": label.service.code,
        "label_status": label_documents.status(label),
    }
    return all(call.query.get(name, value) == value for name, value in document.items())


def _link(call: ShipCall, number: int, size: int) -> JsonObject:
    return {"href": f"{call.base_url}v2/labels?page={number}&page_size={size}"}


def _void_refusal(label: Label, now: float) -> str | None:
    if label.voided_at is not None:
        return "label_already_voided"
    if label.scans:
        return "label_already_used"
    if now - label.created_at > _VOID_PERIOD_SECONDS:
        return "label_not_found_within_void_period"
    return None
