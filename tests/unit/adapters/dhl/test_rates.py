"""Rates to MyDHL's contract: what is asked, which price is taken, what is not asked at all."""

from dataclasses import replace

import pytest
from orderloom.domain.ordered import Address
from orderloom.errors import ShipmentUnfit
from orderloom.ports.carrier import Content, LabelFormat, Parcel, Shipment

from tests.unit.adapters.dhl.samples import (
    ABROAD,
    AUSTIN,
    OSLO,
    RATE,
    SHIPMENT,
    carrier,
    offered,
    price,
    product,
    sent,
)


def test_the_billed_price_is_taken_not_the_public_one() -> None:
    dhl, wire = carrier(offered(product()))
    assert dhl.rates(ABROAD) == (RATE,)
    assert wire.asked == [("POST", "/mydhlapi/rates")]
    assert wire.calls[0].headers["Authorization"] == "Basic YWNtZTpzZWNyZXQgb2YgYWNtZQ=="


def test_prices_stay_in_their_currencies() -> None:
    yen, public = product(price(500, currency="JPY")), product(price(9.5, "PULCL"))
    dhl, _ = carrier(offered(yen, public))
    assert [(rate.amount, rate.currency) for rate in dhl.rates(ABROAD)] == [
        (500, "JPY"),
        (950, "USD"),
    ]


@pytest.mark.parametrize(
    "worthless", [product(price(0)), product(price(None)), product(totalPrice=[]), product({})]
)
def test_a_product_without_a_price_is_no_offer(worthless: dict[str, object]) -> None:
    dhl, _ = carrier(offered(worthless))
    assert dhl.rates(ABROAD) == ()


def test_a_product_may_lack_a_name_a_local_code_and_a_date() -> None:
    bare = product(productName=None, localProductCode=None, deliveryCapabilities=None)
    dhl, _ = carrier(offered(bare))
    (rate,) = dhl.rates(ABROAD)
    assert (rate.rate_id, rate.service, rate.delivery_days) == ("P", "dhl_p", None)


def test_what_crosses_a_border_is_valued_and_tendered_a_little_later() -> None:
    dhl, wire = carrier(offered(), offered())
    dhl.rates(ABROAD)
    asked = sent(wire)
    assert asked["isCustomsDeclarable"] is True
    (value,) = asked["monetaryAmount"]
    assert value == {"typeCode": "declaredValue", "value": 30, "currency": "USD"}
    assert asked["plannedShippingDateAndTime"] == "2025-03-14T10:26:53 GMT+00:00"
    assert asked["packages"] == [
        {"weight": 1.25, "dimensions": {"length": 20, "width": 31, "height": 10}}
    ]
    dhl.rates(SHIPMENT)
    assert "monetaryAmount" not in sent(wire)


def to_oslo(**changes: object) -> Shipment:
    return replace(ABROAD, ship_to=OSLO.model_copy(update=changes))


UNFIT = [
    ("ship_to.phone", to_oslo(phone=None)),
    ("ship_to.phone", to_oslo(phone="n/a")),
    ("ship_to.name", to_oslo(name="x" * 101)),
    ("ship_to.line1", to_oslo(line1="x" * 46)),
    ("ship_to.line1", to_oslo(line1="")),
    ("ship_to.line2", to_oslo(line2="fourteen chars " * 10)),
    ("ship_to.city", to_oslo(city="x" * 46)),
    ("ship_to.postal_code", to_oslo(postal_code="x" * 13)),
    ("ship_to.state", replace(SHIPMENT, ship_to=AUSTIN.model_copy(update={"state": "Texas"}))),
    ("parcels", replace(ABROAD, parcels=())),
    ("parcels.0.weight_grams", replace(ABROAD, parcels=(Parcel(0),))),
    ("parcels.0.weight_grams", replace(ABROAD, parcels=(Parcel(-5),))),
    ("parcels.0.length_mm", replace(ABROAD, parcels=(Parcel(5, length_mm=0),))),
    ("label_format", replace(ABROAD, label_format=LabelFormat.PNG)),
    ("label_format", replace(ABROAD, label_format=LabelFormat.ZPL)),
    ("contents", replace(ABROAD, contents=())),
    ("contents.0.unit_weight_grams", replace(ABROAD, contents=(Content("Mug", 1, 5, 0),))),
]


@pytest.mark.parametrize(("field", "shipment"), UNFIT)
def test_what_dhl_cannot_take_is_not_asked_for(field: str, shipment: Shipment) -> None:
    dhl, wire = carrier()
    for asking in (dhl.rates, lambda unfit: dhl.buy(unfit, RATE)):
        with pytest.raises(ShipmentUnfit) as caught:
            asking(shipment)
        assert caught.value.field == field
    assert not wire.calls


def test_a_long_street_is_split_between_words() -> None:
    street = "The Very Long Name of a Street in the Old Town of a City, House 12"
    dhl, wire = carrier(offered())
    dhl.rates(to_oslo(line1=street, line2="Flat 3"))
    receiver = sent(wire)["customerDetails"]["receiverDetails"]
    assert [receiver[f"addressLine{number}"] for number in (1, 2, 3)] == [
        "The Very Long Name of a Street in the Old",
        "Town of a City, House 12",
        "Flat 3",
    ]


def test_a_place_without_postal_codes_says_so() -> None:
    dubai = Address(name="B", line1="1 Marina", city="Dubai", country="AE", phone="+971529544379")
    dhl, wire = carrier(offered())
    dhl.rates(replace(ABROAD, ship_to=dubai))
    receiver = sent(wire)["customerDetails"]["receiverDetails"]
    assert receiver["postalCode"] == ""
    assert "provinceCode" not in receiver
