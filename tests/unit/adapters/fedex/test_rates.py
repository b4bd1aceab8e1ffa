"""Rates to FedEx's contract: what is asked, which price is taken, what is not asked at all."""

from dataclasses import replace
from datetime import timedelta

import pytest
from orderloom.adapters.fedex.carrier import FedexCarrier
from orderloom.domain.ordered import Address
from orderloom.errors import ShipmentUnfit
from orderloom.ports.carrier import Content, LabelFormat, Parcel, Shipment

from tests.fakes.access_tokens import FakeAccessTokens
from tests.fakes.clock import MOMENT, FakeClock
from tests.unit.adapters.fedex.samples import (
    ABROAD,
    ACCOUNT,
    OSLO,
    RATE,
    SHIPMENT,
    THERE,
    TWO,
    carrier,
    offer,
    offered,
    rated,
    sent,
)
from tests.unit.adapters.scripted import Scripted


def test_the_accounts_price_is_taken_not_the_list_price() -> None:
    fedex, wire = carrier(offered(offer()))
    assert fedex.rates(SHIPMENT) == (RATE,)
    assert wire.asked == [("POST", "/rate/v1/rates/quotes")]
    assert wire.calls[0].headers["Authorization"] == "Bearer tok-0"


def test_parcels_are_measured_in_kilograms_and_whole_centimetres() -> None:
    fedex, wire = carrier(offered())
    fedex.rates(SHIPMENT)
    (package,) = sent(wire)["requestedShipment"]["requestedPackageLineItems"]
    assert package["weight"] == {"units": "KG", "value": 1.25}
    assert package["dimensions"] == {"length": 20, "width": 31, "height": 10, "units": "CM"}


def test_sides_are_left_out_unless_all_are_known() -> None:
    fedex, wire = carrier(offered())
    fedex.rates(replace(SHIPMENT, parcels=(Parcel(1250, length_mm=200),)))
    (package,) = sent(wire)["requestedShipment"]["requestedPackageLineItems"]
    assert "dimensions" not in package


def test_prices_stay_in_their_currencies() -> None:
    fedex, _ = carrier(offered(offer(rated(amount=500, currency="JPY")), offer()))
    assert [(rate.amount, rate.currency) for rate in fedex.rates(SHIPMENT)] == [
        (500, "JPY"),
        (1321, "USD"),
    ]


@pytest.mark.parametrize(
    ("extra", "days"),
    [
        ({"commit": {"dateDetail": {"dayFormat": (MOMENT + timedelta(days=3)).isoformat()}}}, 3),
        ({"commit": {}, "operationalDetail": {"transitTime": "TEN_DAYS"}}, 10),
        ({"commit": None}, None),
    ],
)
def test_days_are_told_in_several_ways_or_not_at_all(
    extra: dict[str, object], days: int | None
) -> None:
    fedex, _ = carrier(offered(offer(**extra)))
    assert fedex.rates(SHIPMENT)[0].delivery_days == days


@pytest.mark.parametrize(
    "useless",
    [
        offer(ratedShipmentDetails=[]),
        offer({"rateType": "ACCOUNT"}),
        offer(packagingType="FEDEX_BOX"),
    ],
)
def test_what_has_no_price_or_wants_another_box_is_no_offer(useless: dict[str, object]) -> None:
    fedex, _ = carrier(offered(useless))
    assert fedex.rates(SHIPMENT) == ()


def test_what_crosses_a_border_is_declared() -> None:
    fedex, wire = carrier(offered())
    fedex.rates(ABROAD)
    requested = sent(wire)["requestedShipment"]
    (item,) = requested["customsClearanceDetail"]["commodities"]
    assert (item["description"], item["quantity"], item["countryOfManufacture"]) == ("Mug", 2, "PT")
    assert item["unitPrice"] == {"amount": 15, "currency": "USD"}
    assert item["customsValue"] == {"amount": 30, "currency": "USD"}
    assert item["weight"] == {"units": "KG", "value": 1.25}
    address = requested["recipient"]["address"]
    assert address == {"city": "Oslo", "postalCode": "0154", "countryCode": "NO"}


UNFIT = [
    ("ship_to.phone", replace(SHIPMENT, ship_to=THERE.model_copy(update={"phone": None}))),
    ("ship_to.phone", replace(SHIPMENT, ship_to=THERE.model_copy(update={"phone": "911"}))),
    ("ship_to.state", replace(SHIPMENT, ship_to=THERE.model_copy(update={"state": "Texas"}))),
    ("ship_to.city", replace(SHIPMENT, ship_to=THERE.model_copy(update={"city": "x" * 36}))),
    ("ship_to.line1", replace(SHIPMENT, ship_to=THERE.model_copy(update={"line1": "x" * 36}))),
    ("ship_to.line1", replace(SHIPMENT, ship_to=THERE.model_copy(update={"line1": " "}))),
    ("parcels", replace(SHIPMENT, parcels=())),
    ("parcels.0.weight_grams", replace(SHIPMENT, parcels=(Parcel(0),))),
    ("parcels.1.weight_grams", replace(SHIPMENT, parcels=(Parcel(1), Parcel(-1)))),
    ("parcels.0.weight_grams", replace(SHIPMENT, parcels=(Parcel(68_001),))),
    ("parcels.0.width_mm", replace(SHIPMENT, parcels=(Parcel(1, width_mm=0),))),
    ("label_format", replace(TWO, label_format=LabelFormat.PNG)),
    ("label_format", replace(ABROAD, label_format=LabelFormat.ZPL)),
    ("contents", replace(ABROAD, contents=())),
    ("contents.0.unit_value", replace(ABROAD, contents=(Content("Mug", 1, 0, 5),))),
    ("contents.0.description", replace(ABROAD, contents=(Content(" ", 1, 5, 5),))),
]


@pytest.mark.parametrize(("field", "shipment"), UNFIT)
def test_what_fedex_cannot_take_is_not_asked_for(field: str, shipment: Shipment) -> None:
    fedex, wire = carrier()
    for asking in (fedex.rates, lambda unfit: fedex.buy(unfit, RATE)):
        with pytest.raises(ShipmentUnfit) as caught:
            asking(shipment)
        assert caught.value.field == field
    assert not wire.calls


def test_goods_of_unknown_origin_cross_no_border() -> None:
    wire = Scripted([])
    anonymous = replace(ACCOUNT, made_in="")
    clock = FakeClock()
    fedex = FedexCarrier(anonymous, FakeAccessTokens(clock), clock, session=wire.session())
    with pytest.raises(ShipmentUnfit, match=r"contents\.0\.made_in"):
        fedex.rates(ABROAD)


def test_a_place_without_postal_codes_has_an_empty_one_in_prices() -> None:
    dubai = Address(name="B", line1="1 Marina", city="Dubai", country="AE", phone="+971529544379")
    fedex, wire = carrier(offered())
    fedex.rates(replace(ABROAD, ship_to=dubai))
    assert sent(wire)["requestedShipment"]["recipient"]["address"]["postalCode"] == ""


def test_nothing_is_declared_inside_the_european_union() -> None:
    paris = Address(
        name="C",
        line1="1 rue X",
        city="Paris",
        postal_code="75001",
        country="FR",
        phone="+33123456789",
    )
    berlin = OSLO.model_copy(update={"country": "DE", "postal_code": "10115"})
    canaries = OSLO.model_copy(update={"country": "ES", "postal_code": "35001"})
    fedex, wire = carrier(offered(), offered())
    fedex.rates(replace(ABROAD, ship_from=paris, ship_to=berlin))
    assert "customsClearanceDetail" not in sent(wire)["requestedShipment"]
    fedex.rates(replace(ABROAD, ship_from=paris, ship_to=canaries))
    assert "customsClearanceDetail" in sent(wire)["requestedShipment"]
