"""Rates to ShipStation v2's contract."""

import json

import pytest
from orderloom.adapters.shipstation.carrier import ShipStationCarrier
from orderloom.errors import ProviderUnavailable

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


def test_without_carrier_ids_every_connected_carrier_is_asked() -> None:
    wire = Scripted([(200, {"carriers": [{"carrier_id": "se-3"}]}), rated(offer())])
    ShipStationCarrier(api_key="k", session=wire.session()).rates(SHIPMENT)
    sent = json.loads(wire.calls[1].body or b"")
    assert sent["rate_options"]["carrier_ids"] == ["se-3"]
