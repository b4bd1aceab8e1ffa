"""Rates to ShipStation v2's contract."""

import json
from dataclasses import replace

import pytest
import requests
from orderloom.adapters.carrier_means import Told
from orderloom.adapters.shipstation.carrier import ShipStationCarrier
from orderloom.errors import ProviderRefused, ProviderUnavailable, RateLimited, ShipmentUnfit
from orderloom.ports.carrier import Parcel

from tests.fakes.clock import FakeClock
from tests.unit.adapters.scripted import Scripted
from tests.unit.adapters.shipstation.samples import RATE, SHIPMENT, carrier, money, offer, rated


def test_a_parcel_is_rated_under_its_operation_key_in_grams() -> None:
    shipstation, wire = carrier(rated(offer()))
    assert shipstation.rates(SHIPMENT) == (RATE,)
    assert wire.asked == [("POST", "/v2/rates")]
    assert wire.calls[0].headers["API-Key"] == "key-1"
    sent = json.loads(wire.calls[0].body or b"")
    assert sent["rate_options"] == {"carrier_ids": ["se-1"], "preferred_currency": "usd"}
    assert sent["shipment"]["external_shipment_id"] == "ord_1:label"
    assert sent["shipment"]["packages"] == [{"weight": {"value": 1250, "unit": "gram"}}]
    assert sent["shipment"]["ship_to"] == {
        "name": "Bob",
        "phone": "+1 5",
        "address_line1": "2 St",
        "city_locality": "Austin",
        "state_province": "TX",
        "country_code": "US",
        "address_residential_indicator": "unknown",
    }


def test_a_place_without_states_names_its_city_instead() -> None:
    shipstation, wire = carrier(rated(offer()))
    shipstation.rates(SHIPMENT)
    sender = json.loads(wire.calls[0].body or b"")["shipment"]["ship_from"]
    assert (sender["city_locality"], sender["state_province"]) == ("Oslo", "Oslo")


def test_parcels_are_sent_with_their_sides_where_all_are_known() -> None:
    shipstation, wire = carrier(rated(offer()))
    parcels = (Parcel(500, 301, 200, 100), Parcel(750, 301, 200))
    shipstation.rates(replace(SHIPMENT, parcels=parcels))
    first, second = json.loads(wire.calls[0].body or b"")["shipment"]["packages"]
    assert first["dimensions"] == {"unit": "centimeter", "length": 30.1, "width": 20, "height": 10}
    assert second == {"weight": {"value": 750, "unit": "gram"}}


@pytest.mark.parametrize(
    ("parcel", "field"),
    [(Parcel(0), "weight_grams"), (Parcel(-1), "weight_grams"), (Parcel(1, 5, 0, 5), "width_mm")],
)
def test_a_parcel_of_nothing_is_refused_by_field(parcel: Parcel, field: str) -> None:
    shipstation, wire = carrier()
    with pytest.raises(ShipmentUnfit) as caught:
        shipstation.rates(replace(SHIPMENT, parcels=(Parcel(500), parcel)))
    assert caught.value.field == f"parcels.1.{field}"
    assert not wire.calls


@pytest.mark.parametrize("source", ["carrier", "shipengine"])
def test_whose_limit_it_was_is_told(source: str) -> None:
    error = {"error_source": source, "error_code": "rate_limit_exceeded"}
    shipstation, _ = carrier((429, {"request_id": "r", "errors": [error]}))
    with pytest.raises(RateLimited, match=source):
        shipstation.rates(SHIPMENT)


def test_a_carrier_behind_it_that_had_too_many_calls_is_asked_again() -> None:
    errors = [{"error_source": "carrier", "error_code": "rate_limit_exceeded"}]
    shipstation, _ = carrier(rated(status="error", errors=errors), rated(offer(), errors=errors))
    with pytest.raises(RateLimited, match="carrier behind"):
        shipstation.rates(SHIPMENT)
    assert shipstation.rates(SHIPMENT) == (RATE,)


def test_all_parts_of_a_price_are_added() -> None:
    shipstation, _ = carrier(rated(offer(9.05, insurance_amount=money(0.1), other_amount=money(2))))
    assert [rate.amount for rate in shipstation.rates(SHIPMENT)] == [1115]


@pytest.mark.parametrize(
    "bad",
    [
        offer(validation_status="invalid"),
        offer(error_messages=["too heavy"]),
        offer(other_amount=money(1, "eur")),
        offer(shipping_amount=None),
        offer(-1),
    ],
)
def test_what_cannot_be_bought_is_no_offer(bad: dict[str, object]) -> None:
    shipstation, _ = carrier(rated(bad, offer()))
    assert shipstation.rates(SHIPMENT) == (RATE,)


def test_prices_in_other_currencies_are_not_mixed_in() -> None:
    shipstation, _ = carrier(rated(offer(500, "jpy"), offer()), rated(offer(500, "jpy")))
    assert [rate.currency for rate in shipstation.rates(SHIPMENT)] == ["USD"]
    assert [(rate.amount, rate.currency) for rate in shipstation.rates(SHIPMENT)] == [(500, "JPY")]


def test_an_unserved_lane_has_no_offers_and_a_slow_one_is_asked_again() -> None:
    shipstation, _ = carrier(rated(status="error"), rated(status="working"))
    assert shipstation.rates(SHIPMENT) == ()
    with pytest.raises(ProviderUnavailable):
        shipstation.rates(SHIPMENT)


def test_a_parcel_rated_before_is_rated_again_as_the_same_shipment() -> None:
    conflict = (409, {"errors": [{"error_code": "identifier_conflict"}]})
    shipstation, wire = carrier(conflict, (200, {"shipment_id": "se-5"}), rated(offer()))
    assert shipstation.rates(SHIPMENT) == (RATE,)
    assert wire.asked[1] == ("GET", "/v2/shipments/external_shipment_id/ord_1%3Alabel")
    assert json.loads(wire.calls[2].body or b"")["shipment_id"] == "se-5"


def connected(*ids: str) -> tuple[int, object]:
    return 200, {"carriers": [{"carrier_id": one} for one in ids]}


def asking(told: Told, *answers: object) -> tuple[ShipStationCarrier, Scripted]:
    """As each order has one of its own; what an account told is kept."""
    wire = Scripted(list(answers))
    return ShipStationCarrier(api_key="k", told=told, session=wire.session()), wire


def carriers_of(call: requests.PreparedRequest) -> object:
    return json.loads(call.body or b"")["rate_options"]["carrier_ids"]


def test_without_carrier_ids_every_connected_carrier_is_asked() -> None:
    shipstation, wire = asking(Told(FakeClock()), connected("se-3", "se-4"), rated(offer()))
    shipstation.rates(SHIPMENT)
    assert carriers_of(wire.calls[1]) == ["se-3", "se-4"]


def test_which_are_connected_is_asked_once_in_a_while() -> None:
    clock = FakeClock()
    told = Told(clock)
    asking(told, connected("se-3"), rated(offer()))[0].rates(SHIPMENT)
    shipstation, wire = asking(told, rated(offer()), connected("se-4"), rated(offer()))
    shipstation.rates(SHIPMENT)
    clock.advance(minutes=11)
    shipstation.rates(SHIPMENT)
    assert [carriers_of(wire.calls[n]) for n in (0, 2)] == [["se-3"], ["se-4"]]


def test_none_connected_is_asked_again() -> None:
    told = Told(FakeClock())
    asking(told, connected(), rated())[0].rates(SHIPMENT)
    shipstation, wire = asking(told, connected("se-3"), rated(offer()))
    shipstation.rates(SHIPMENT)
    assert carriers_of(wire.calls[1]) == ["se-3"]


def test_a_carrier_disconnected_meanwhile_is_no_refusal() -> None:
    refused = (404, {"errors": [{"error_code": "not_found"}]})
    told = Told(FakeClock())
    asking(told, connected("se-3", "se-4"), rated(offer()))[0].rates(SHIPMENT)
    shipstation, wire = asking(told, refused, connected("se-4"), rated(offer()))
    assert shipstation.rates(SHIPMENT) == (RATE,)
    assert carriers_of(wire.calls[2]) == ["se-4"]
    shipstation, wire = asking(told, refused, connected("se-4"))
    with pytest.raises(ProviderRefused):
        shipstation.rates(SHIPMENT)
    assert not wire.answers
