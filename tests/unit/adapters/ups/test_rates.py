"""Rates to UPS's contract: what is asked, which price is taken, what is not asked at all."""

from dataclasses import replace

import pytest
from orderloom.domain.ordered import Address
from orderloom.errors import ShipmentUnfit
from orderloom.ports.carrier import Content, LabelFormat, Parcel, Shipment

from tests.unit.adapters.ups.samples import (
    ABROAD,
    OSLO,
    RATE,
    SHIPMENT,
    TWO,
    carrier,
    money,
    offer,
    rated,
    sent,
)

THERE = SHIPMENT.ship_to


def test_the_negotiated_price_is_taken_not_the_published_one() -> None:
    ups, wire = carrier(rated([offer()]))
    assert ups.rates(SHIPMENT) == (RATE,)
    assert wire.asked == [("POST", "/api/rating/v2409/Shop?additionalinfo=timeintransit")]
    assert wire.calls[0].headers["Authorization"] == "Bearer tok-0"
    assert "Phone" not in sent(wire)["RateRequest"]["Shipment"]["Shipper"]


def test_a_single_offer_is_no_array() -> None:
    ups, _ = carrier(rated(offer()), rated(None))
    assert ups.rates(SHIPMENT) == (RATE,)
    assert ups.rates(SHIPMENT) == ()


@pytest.mark.parametrize(
    ("charges", "amount"),
    [
        ({"NegotiatedRateCharges": None}, 2050),
        ({"TotalChargesWithTaxes": money("9")}, 1321),
        ({"NegotiatedRateCharges": {"TotalChargesWithTaxes": money("14.00")}}, 1400),
    ],
)
def test_taxes_are_part_of_the_price_where_they_are_told(
    charges: dict[str, object], amount: int
) -> None:
    ups, _ = carrier(rated([offer(**charges)]))
    assert [rate.amount for rate in ups.rates(SHIPMENT)] == [amount]


def test_prices_stay_in_their_currencies() -> None:
    yen = offer(NegotiatedRateCharges={"TotalCharge": money("500", "JPY")})
    ups, _ = carrier(rated([yen, offer()]))
    assert [(rate.amount, rate.currency) for rate in ups.rates(SHIPMENT)] == [
        (500, "JPY"),
        (1321, "USD"),
    ]


@pytest.mark.parametrize("total", [None, {}, money("-1"), money("NaN"), {"MonetaryValue": "1"}])
def test_an_offer_without_a_price_is_none(total: object) -> None:
    priceless = offer(NegotiatedRateCharges=None, TotalCharges=total)
    ups, _ = carrier(rated([priceless, offer()]))
    assert ups.rates(SHIPMENT) == (RATE,)


def test_parcels_are_measured_as_in_the_country_they_leave() -> None:
    ups, wire = carrier(rated([]), rated([]))
    ups.rates(SHIPMENT)
    (package,) = sent(wire)["RateRequest"]["Shipment"]["Package"]
    assert package["PackagingType"]["Code"] == "02"
    assert package["PackageWeight"]["Weight"] == "2.8"
    assert package["PackageWeight"]["UnitOfMeasurement"]["Code"] == "LBS"
    sides = package["Dimensions"]
    assert [sides[name] for name in ("Length", "Width", "Height")] == ["12", "8", "4"]
    ups.rates(
        replace(ABROAD, ship_from=OSLO, ship_to=THERE.model_copy(update={"phone": "5125550100"}))
    )
    (package,) = sent(wire)["RateRequest"]["Shipment"]["Package"]
    assert package["PackageWeight"]["Weight"] == "1.3"
    assert package["Dimensions"]["UnitOfMeasurement"]["Code"] == "CM"


def test_days_may_be_guaranteed_or_untold() -> None:
    promised = offer(TimeInTransit=None, GuaranteedDelivery={"BusinessDaysInTransit": "1"})
    ups, _ = carrier(rated([promised, offer(TimeInTransit={})]))
    assert [rate.delivery_days for rate in ups.rates(SHIPMENT)] == [1, None]


def there(**changes: object) -> Shipment:
    return replace(SHIPMENT, ship_to=THERE.model_copy(update=changes))


UNFIT = [
    ("ship_to.name", there(name="x" * 36)),
    ("ship_to.line1", there(line1="x" * 36)),
    ("ship_to.line1", there(line1="")),
    ("ship_to.city", there(city="x" * 31)),
    ("ship_to.state", there(state=None)),
    ("ship_to.postal_code", there(postal_code="7870")),
    ("ship_to.postal_code", there(country="CA", postal_code="123456")),
    ("ship_to.phone", replace(ABROAD, ship_to=OSLO.model_copy(update={"phone": None}))),
    ("parcels", replace(SHIPMENT, parcels=())),
    ("parcels.0.weight_grams", replace(SHIPMENT, parcels=(Parcel(0),))),
    ("parcels.1.weight_grams", replace(SHIPMENT, parcels=(Parcel(1), Parcel(-1)))),
    ("parcels.0.height_mm", replace(SHIPMENT, parcels=(Parcel(1, height_mm=-1),))),
    ("label_format", replace(TWO, label_format=LabelFormat.PNG)),
    ("label_format", replace(ABROAD, label_format=LabelFormat.ZPL)),
    ("contents", replace(ABROAD, contents=())),
    ("contents", replace(ABROAD, contents=(Content("Mug", 1, 1, 5),) * 51)),
    ("contents.0.quantity", replace(ABROAD, contents=(Content("Mug", 0, 5, 5),))),
]


@pytest.mark.parametrize(("field", "shipment"), UNFIT)
def test_what_ups_cannot_take_is_not_asked_for(field: str, shipment: Shipment) -> None:
    ups, wire = carrier()
    for asking in (ups.rates, lambda unfit: ups.buy(unfit, RATE)):
        with pytest.raises(ShipmentUnfit) as caught:
            asking(shipment)
        assert caught.value.field == field
    assert not wire.calls


def test_a_name_ups_would_cut_is_not_used() -> None:
    ups, _ = carrier()
    with pytest.raises(ValueError, match="35"):
        ups.find_label("x" * 36)


def test_a_place_without_states_or_postal_codes_does_without() -> None:
    dubai = Address(
        name="B", line1="1 Marina", city="Dubai", state="Dubai", country="AE", phone="+971529544379"
    )
    ups, wire = carrier(rated([]))
    ups.rates(replace(ABROAD, ship_to=dubai))
    address = sent(wire)["RateRequest"]["Shipment"]["ShipTo"]["Address"]
    assert address == {"AddressLine": ["1 Marina"], "City": "Dubai", "CountryCode": "AE"}
