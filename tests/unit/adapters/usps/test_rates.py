"""Offers to USPS v3's contract."""

import json
from dataclasses import replace

import pytest
from orderloom.errors import ProviderRefused, ProviderUnavailable, ShipmentUnfit
from orderloom.ports.carrier import Parcel

from tests.fakes.clock import MOMENT
from tests.unit.adapters.usps.samples import RATE, SHIPMENT, carrier, error, offered, option


def test_a_parcel_is_priced_in_pounds_and_inches_longest_side_first() -> None:
    usps, wire = carrier(offered(option()))
    assert usps.rates(SHIPMENT) == (RATE,)
    assert wire.asked == [("POST", "/shipments/v3/options/search")]
    assert wire.calls[0].headers["Authorization"] == "Bearer tok-0"
    sent = json.loads(wire.calls[0].body or b"")
    assert (sent["originZIPCode"], sent["destinationZIPCode"]) == ("02110", "78701")
    assert sent["packageDescription"] == {
        "weight": 2.76,
        "length": 11.82,
        "width": 7.88,
        "height": 3.94,
        "mailClass": "ALL_OUTBOUND",
        "mailingDate": MOMENT.date().isoformat(),
    }


@pytest.mark.parametrize(
    "unsold",
    [
        option(mailClass="MEDIA_MAIL"),
        option(rateIndicator="FB"),
        option(destinationEntryFacilityType="DESTINATION_DELIVERY_UNIT"),
    ],
)
def test_what_wants_books_or_boxes_or_depots_is_no_offer(unsold: dict[str, object]) -> None:
    usps, _ = carrier(offered(unsold, option()))
    assert usps.rates(SHIPMENT) == (RATE,)


@pytest.mark.parametrize("promise", [{"name": "NO STD"}, None, {}])
def test_a_delivery_nobody_promises_has_no_days(promise: object) -> None:
    usps, _ = carrier(offered({**option(), "commitment": promise}))
    assert [rate.delivery_days for rate in usps.rates(SHIPMENT)] == [None]


@pytest.mark.parametrize(
    "place",
    [
        {"country": "CA", "state": "ON", "postal_code": "K1A 0B1"},
        {"state": "AE", "postal_code": "09009"},
        {"country": "GU", "state": None},
    ],
)
def test_a_lane_it_does_not_serve_has_no_offers_and_costs_no_call(place: dict[str, object]) -> None:
    usps, wire = carrier()
    there = SHIPMENT.ship_to.model_copy(update=place)
    assert usps.rates(replace(SHIPMENT, ship_to=there)) == ()
    assert not wire.calls


GOOD = SHIPMENT.parcels[0]


@pytest.mark.parametrize(
    ("parcels", "field"),
    [
        ((replace(GOOD, weight_grams=0),), "parcels.0.weight_grams"),
        ((replace(GOOD, weight_grams=-5),), "parcels.0.weight_grams"),
        ((replace(GOOD, weight_grams=31_752),), "parcels.0.weight_grams"),
        ((replace(GOOD, length_mm=2600),), "parcels.0.length_mm"),
        ((Parcel(1250),), "parcels.0.length_mm"),
        ((replace(GOOD, height_mm=0),), "parcels.0.height_mm"),
        ((GOOD, GOOD), "parcels"),
    ],
)
def test_a_parcel_it_cannot_take_is_refused_by_field(
    parcels: tuple[Parcel, ...], field: str
) -> None:
    usps, wire = carrier()
    with pytest.raises(ShipmentUnfit) as caught:
        usps.rates(replace(SHIPMENT, parcels=parcels))
    assert caught.value.field == field
    assert not wire.calls


def test_a_refusal_names_the_parameter_and_repeats_nothing() -> None:
    usps, _ = carrier(error(400, parameter="packageDescription.weight"))
    with pytest.raises(ProviderRefused, match=r"Bad Request packageDescription\.weight") as caught:
        usps.rates(SHIPMENT)
    assert "Ada" not in str(caught.value)


@pytest.mark.parametrize("answer", [{}, {"pricingOptions": [{"shippingOptions": [{}, 1]}]}])
def test_an_answer_without_its_fields_is_an_unknown_outcome(answer: object) -> None:
    usps, _ = carrier((200, answer))
    with pytest.raises(ProviderUnavailable, match="not understood"):
        usps.rates(SHIPMENT)
