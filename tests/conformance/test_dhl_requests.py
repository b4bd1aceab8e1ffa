"""Every request the adapter sends keeps to DHL's own document."""

from dataclasses import replace

import pytest
from orderloom.domain.ordered import Address
from orderloom.ports.carrier import Content, LabelFormat, Parcel, Shipment

from tests.conformance.contracts import required
from tests.conformance.openapi_requests import validate_call
from tests.unit.adapters.dhl.samples import (
    ABROAD,
    NUMBER,
    OSLO,
    RATE,
    SHIPMENT,
    TWO,
    bought,
    carrier,
    offered,
    tracked,
)

SPEC = required("specs/dhl") / "dpdhl-express-api-3.1.1_swagger.yaml"
DUBAI = Address(name="B", line1="1 Marina", city="Dubai", country="AE", phone="+971529544379")
ODD = (Content("Cent", 3, 1, 1), Content("É" * 99, 1, 1599, 1))
SHIPMENTS = {
    "domestic": SHIPMENT,
    "abroad": ABROAD,
    "two parcels": TWO,
    "without postal codes": replace(ABROAD, ship_to=DUBAI),
    "from abroad": replace(ABROAD, ship_from=OSLO, ship_to=SHIPMENT.ship_to),
    "heaviest and lightest": replace(ABROAD, parcels=(Parcel(70_000), Parcel(1, 1, 1, 1))),
    "cheap and odd": replace(
        ABROAD, contents=(Content("Cent", 3, 1, 1), Content("É" * 99, 1, 1599, 1))
    ),
    "printer language": replace(SHIPMENT, label_format=LabelFormat.ZPL),
}
each_shipment = pytest.mark.parametrize("shipment", SHIPMENTS.values(), ids=SHIPMENTS)
BASE = "/mydhlapi"


@each_shipment
def test_rates_are_asked_for_as_documented(shipment: Shipment) -> None:
    dhl, wire = carrier(offered())
    dhl.rates(shipment)
    validate_call(SPEC, wire.calls[0], base=BASE)


@each_shipment
def test_labels_are_bought_as_documented(shipment: Shipment) -> None:
    dhl, wire = carrier(bought())
    dhl.buy(shipment, RATE)
    validate_call(SPEC, wire.calls[0], base=BASE)


def test_parcels_are_followed_as_documented() -> None:
    dhl, wire = carrier(tracked())
    dhl.track("", NUMBER)
    validate_call(SPEC, wire.calls[0], base=BASE)
