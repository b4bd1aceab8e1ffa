"""Every request the adapter sends keeps to UPS's own documents.

Two of them cannot be kept to. The recovery of a label asks for tracking numbers and a reference
together, though it is asked by either; and it wants four letters for `PDF`. So its parts are
judged, not the whole.
"""

from dataclasses import replace

import pytest
from orderloom.ports.carrier import Label, LabelFormat, Parcel, Shipment

from tests.conformance.contracts import required
from tests.conformance.openapi_requests import validate_against, validate_call
from tests.unit.adapters.ups.samples import (
    ABROAD,
    NUMBER,
    OSLO,
    RATE,
    SHIPMENT,
    TOKEN,
    TWO,
    bought,
    carrier,
    rated,
    recovered,
    sent,
    tracked,
    voided,
)

SPECS = required("specs/ups")
RATING, SHIPPING, TRACKING, TOKENS = (
    SPECS / f"{name}.yaml" for name in ("Rating", "Shipping", "Tracking", "OAuthClientCredentials")
)
REACHABLE = SHIPMENT.ship_to.model_copy(update={"phone": "5125550100"})
TORONTO = REACHABLE.model_copy(
    update={"city": "Toronto", "state": "ON", "postal_code": "M5V 2T6", "country": "CA"}
)
SHIPMENTS = {
    "domestic": SHIPMENT,
    "two parcels": TWO,
    "abroad": ABROAD,
    "to Canada": replace(ABROAD, ship_to=TORONTO),
    "from abroad": replace(ABROAD, ship_from=OSLO, ship_to=REACHABLE),
    "heaviest and lightest": replace(SHIPMENT, parcels=(Parcel(68_000), Parcel(1, 1, 1, 1))),
    "picture": replace(SHIPMENT, label_format=LabelFormat.PNG),
    "printer language": replace(TWO, label_format=LabelFormat.ZPL),
}
each_shipment = pytest.mark.parametrize("shipment", SHIPMENTS.values(), ids=SHIPMENTS)


@each_shipment
def test_rates_are_asked_for_as_documented(shipment: Shipment) -> None:
    ups, wire = carrier(rated([]))
    ups.rates(shipment)
    validate_call(RATING, wire.calls[0], base="/api")


@each_shipment
def test_labels_are_bought_as_documented(shipment: Shipment) -> None:
    ups, wire = carrier(bought())
    ups.buy(shipment, RATE)
    validate_call(SHIPPING, wire.calls[0], base="/api")


def test_labels_are_voided_as_documented() -> None:
    ups, wire = carrier(voided("1"))
    ups.void(NUMBER)
    validate_call(SHIPPING, wire.calls[0], base="/api")


def test_parcels_are_followed_as_documented() -> None:
    ups, wire = carrier(tracked())
    ups.track("", NUMBER)
    validate_call(TRACKING, wire.calls[0], base="/api")


def test_tokens_are_asked_for_as_documented() -> None:
    ups, wire = carrier(TOKEN, rated([]), token=False)
    ups.rates(SHIPMENT)
    validate_call(TOKENS, wire.calls[0])


def test_labels_are_recovered_as_far_as_documented() -> None:
    ups, wire = carrier(recovered(), recovered({"TrackingNumber": NUMBER}))
    ups.find_label("ord_1:label")
    asked = sent(wire)["LabelRecoveryRequest"]
    schemas = "#/components/schemas/LabelRecoveryRequest"
    validate_against(SHIPPING, f"{schemas}_ReferenceValues", asked["ReferenceValues"])
    validate_against(SHIPPING, f"{schemas}_Request", asked["Request"])
    bare = Label(NUMBER, NUMBER, "ups", "", 0, "")
    with pytest.raises(AssertionError, match="PDF"):  # the document's own slip
        validate_against(SHIPPING, f"{schemas}_LabelSpecification", asked["LabelSpecification"])
    with pytest.raises(Exception, match="no such document"):
        ups.document(bare)
    number = sent(wire)["LabelRecoveryRequest"]["TrackingNumber"]
    validate_against(SHIPPING, f"{schemas}/properties/TrackingNumber", number)
