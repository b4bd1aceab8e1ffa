"""Every request the adapter sends keeps to FedEx's own documents.

Their request bodies are a `oneOf` of the full schema and of many examples that are schemas
without a required property, so that nothing satisfies exactly one of them: the full schema is
what a request is judged by.
"""

from dataclasses import replace

import pytest
from orderloom.ports.carrier import LabelFormat, Parcel, Shipment

from tests.conformance.contracts import required
from tests.conformance.openapi_requests import validate_call
from tests.unit.adapters.fedex.samples import (
    ABROAD,
    NUMBER,
    OSLO,
    RATE,
    SHIPMENT,
    TOKEN,
    TWO,
    bought,
    carrier,
    offered,
    tracked,
)

SPECS = required("specs/fedex")
RATES, SHIP, TRACK, TOKENS = (
    SPECS / f"{name}-Resource.raw.json"
    for name in ("RateQuotes", "Shipment", "TrackingNumbers", "APIAuthorization")
)
SHIPMENTS = {
    "domestic": SHIPMENT,
    "two parcels": TWO,
    "abroad": ABROAD,
    "several parcels abroad": replace(ABROAD, parcels=(Parcel(1), Parcel(68_000, 1, 1, 1))),
    "from abroad": replace(ABROAD, ship_from=OSLO, ship_to=SHIPMENT.ship_to),
    "picture": replace(SHIPMENT, label_format=LabelFormat.PNG),
    "printer language": replace(TWO, label_format=LabelFormat.ZPL),
}
each_shipment = pytest.mark.parametrize("shipment", SHIPMENTS.values(), ids=SHIPMENTS)


@each_shipment
def test_rates_are_asked_for_as_documented(shipment: Shipment) -> None:
    fedex, wire = carrier(offered())
    fedex.rates(shipment)
    validate_call(RATES, wire.calls[0], schema="#/components/schemas/Full_Schema_Quote_Rate")


@each_shipment
def test_labels_are_bought_as_documented(shipment: Shipment) -> None:
    fedex, wire = carrier(bought())
    fedex.buy(shipment, RATE)
    validate_call(SHIP, wire.calls[0], schema="#/components/schemas/Full_Schema_Ship")


def test_labels_are_cancelled_as_documented() -> None:
    fedex, wire = carrier((200, {"output": {"cancelledShipment": True}}))
    fedex.void(NUMBER)
    validate_call(SHIP, wire.calls[0], schema="#/components/schemas/Full_Schema_Cancel_Shipment")


def test_parcels_are_followed_as_documented() -> None:
    fedex, wire = carrier(tracked({}))
    fedex.track("", NUMBER)
    validate_call(TRACK, wire.calls[0], schema="#/components/schemas/Full_Schema_Tracking_Numbers")


def test_tokens_are_asked_for_as_documented() -> None:
    fedex, wire = carrier(TOKEN, offered(), token=False)
    fedex.rates(SHIPMENT)
    validate_call(TOKENS, wire.calls[0])
