"""How a label looks to the outside: its JSON document and its PDF."""

import base64

from simulator.clock import iso_seconds
from simulator.json_types import JsonObject
from simulator.pdf import one_page_pdf
from simulator.shipstation.account import Label
from simulator.shipstation.shipments import money
from simulator.shipstation.tracking import label_tracking_status, tracking_url

_FIXED: JsonObject = {
    "is_return_label": False,
    "rma_number": None,
    "batch_id": "",
    "charge_event": "carrier_default",
    "label_format": "pdf",
    "display_scheme": "label",
    "trackable": True,
    "label_image_id": None,
    "form_download": None,
    "insurance_claim": None,
}
"""What is the same on every label the simulator sells."""


def status(label: Label) -> str:
    return "completed" if label.voided_at is None else "voided"


def download_path(label: Label) -> str:
    return f"v2/downloads/10/{label.download_token}/label-{label.id.removeprefix('se-')}.pdf"


def pdf(label: Label) -> bytes:
    goal = label.shipment.document["ship_to"]
    return one_page_pdf(
        [
            f"{label.service.name}  (simulated, no postage)",
            f"Tracking number: {label.tracking_number}",
            f"Label: {label.id}",
            goal["name"],
            goal["address_line1"],
            f"{goal['city_locality']} {goal['state_province']} {goal['postal_code']}",
            goal["country_code"],
        ]
    )


def describe(label: Label, *, inline: bool = False) -> JsonObject:
    """With the address of its paper, or with the paper itself."""
    shipment = label.shipment.document
    href = label.base_url + download_path(label)
    if inline:
        href = "data:application/pdf;base64," + base64.b64encode(pdf(label)).decode()
    voided_at = iso_seconds(label.voided_at) if label.voided_at is not None else None
    return {
        **_FIXED,
        "label_id": label.id,
        "status": status(label),
        "shipment_id": label.shipment.id,
        "external_shipment_id": label.shipment.external_id,
        "external_order_id": shipment.get("external_order_id"),
        "ship_date": shipment["ship_date"],
        "created_at": iso_seconds(label.created_at),
        "shipment_cost": money(label.cents),
        "insurance_cost": money(0),
        "tracking_number": label.tracking_number,
        "tracking_url": tracking_url(label),
        "is_international": _is_international(shipment),
        "carrier_id": label.service.carrier.id,
        "carrier_code": label.service.carrier.code,
        "service_code": label.service.code,
        "package_code": shipment["packages"][0]["package_code"],
        "voided": label.voided_at is not None,
        "voided_at": voided_at,
        "label_layout": label.layout,
        "tracking_status": label_tracking_status(label),
        "confirmation": shipment["confirmation"],
        "label_download": {"pdf": href, "href": href},
        "packages": _packages(label),
        "ship_to": shipment["ship_to"],
    }


def _packages(label: Label) -> list[JsonObject]:
    return [
        {**package, "tracking_number": label.tracking_number, "sequence": position}
        for position, package in enumerate(label.shipment.document["packages"], start=1)
    ]


def _is_international(shipment: JsonObject) -> bool:
    origin = shipment.get("ship_from")
    if not origin:
        return False
    return bool(origin["country_code"].upper() != shipment["ship_to"]["country_code"].upper())
