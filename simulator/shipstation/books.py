"""ShipStation's own truth, to reconcile shipping costs against."""

from simulator.json_types import JsonObject
from simulator.shipstation.account import Label, ShipStationAccount
from simulator.shipstation.label_documents import status
from simulator.shipstation.tracking import describe

_A_MINUTE = 60
"""What the real service's limit is counted over."""


def account_books(account: ShipStationAccount) -> JsonObject:
    """Every label, with sums in US cents; a voided label's cost is given back."""
    bought = list(account.labels.values())
    voided = [label for label in bought if label.voided_at is not None]
    spent = sum(label.cents for label in bought)
    returned = sum(label.cents for label in voided)
    return {
        "calls": account.calls.describe(_A_MINUTE),
        "labels": {"count": len(bought), "items": [_entry(label) for label in bought]},
        "voids": {
            "approved": len(voided),
            "refused": account.refused_voids,
            "label_ids": [label.id for label in voided],
        },
        "shipments": {"count": len(account.shipments)},
        "sums": {"bought": spent, "voided": returned, "net": spent - returned},
    }


def _entry(label: Label) -> JsonObject:
    return {
        "label_id": label.id,
        "tracking_number": label.tracking_number,
        "shipment_id": label.shipment.id,
        "external_shipment_id": label.shipment.external_id,
        "rate_id": label.rate_id,
        "service_code": label.service.code,
        "cost": label.cents,
        "status": status(label),
        "tracking_status_code": describe(label)["status_code"],
        "created_at": label.created_at,
    }
