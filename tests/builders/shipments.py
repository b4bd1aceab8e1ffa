"""Shipments."""

from typing import Any

from orderloom.domain.ordered import Address
from orderloom.ports.carrier import Content, Parcel, Shipment

from tests.fakes.clock import MOMENT


def a_shipment(**changes: Any) -> Shipment:
    fields: dict[str, Any] = {
        "ship_from": Address(
            name="Acme",
            line1="1 Market St",
            city="San Francisco",
            state="CA",
            postal_code="94105",
            country="US",
            phone="+14155550100",
        ),
        "ship_to": Address(
            name="Ada Byron",
            line1="7 Elm St",
            city="Austin",
            state="TX",
            postal_code="78701",
            country="US",
        ),
        "parcels": (Parcel(1250),),
        "contents": (Content("Mug", 2, 1500, 625),),
        "currency": "USD",
        "operation_key": "ord_1:label",
        "ship_at": MOMENT,
    }
    return Shipment(**{**fields, **changes})
