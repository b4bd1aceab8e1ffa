"""What merchants and carriers send that is no good, and the answer to it: the same at all six."""

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest
from orderloom.errors import ProviderUnavailable, ShipmentUnfit
from orderloom.ports.carrier import Carrier, Rate, Shipment

from tests.unit.adapters.dhl import samples as dhl
from tests.unit.adapters.fedex import samples as fedex
from tests.unit.adapters.scripted import Scripted
from tests.unit.adapters.shiprocket import samples as shiprocket
from tests.unit.adapters.shipstation import samples as shipstation
from tests.unit.adapters.ups import samples as ups
from tests.unit.adapters.usps import samples as usps


@dataclass(frozen=True)
class Desk:
    """One carrier's samples, and a shipment it takes."""

    samples: Any
    shipment: Shipment

    def open(self, *answers: object, content_type: str = "application/json") -> "Open":
        carrier, wire = self.samples.carrier(*answers, content_type=content_type)
        return Open(carrier, wire, self.samples.RATE)


@dataclass(frozen=True)
class Open:
    carrier: Carrier
    wire: Scripted
    rate: Rate


DESKS = {
    "dhl": Desk(dhl, dhl.ABROAD),
    "fedex": Desk(fedex, fedex.SHIPMENT),
    "shiprocket": Desk(shiprocket, shiprocket.SHIPMENT),
    "shipstation": Desk(shipstation, shipstation.SHIPMENT),
    "ups": Desk(ups, ups.SHIPMENT),
    "usps": Desk(usps, usps.SHIPMENT),
}
MEASURING = sorted(set(DESKS) - {"shipstation"})
"""What fits an address is said by the carriers behind ShipStation only."""

HTML = b"<html><body>Bad gateway</body></html>"
UNUSABLE = {
    "a page": ((200, HTML), "text/html"),
    "a page that says it is JSON": ((200, HTML), "application/json"),
    "JSON that says it is a page": ((200, {"anything": 1}), "text/html"),
    "nothing": ((200, b""), "application/json"),
    "half an answer": ((200, b'{"rates": [{"amount": 12'), "application/json"),
    "no object": ((200, b"[]"), "application/json"),
    "null": ((200, b"null"), "application/json"),
    "another alphabet": ((200, b'{"city": "K\xf6ln"}'), "application/json"),
    "a page behind an error": ((502, HTML), "text/html"),
    "a page behind a refusal": ((400, HTML), "text/html"),
}
_SEND_THE_ADDRESS_AT_ONCE = {"dhl", "fedex", "ups", "usps"}
"""ShipStation buys by the rate; Shiprocket looks for an earlier purchase first."""

NAMES = ["Åse Ødegård", "José Ñandú", "Łukasz Żółć", "北京 王小明", "O'Brien-Çelik"]


@pytest.mark.parametrize("answer", UNUSABLE)
@pytest.mark.parametrize("name", DESKS)
def test_an_answer_that_cannot_be_read_is_an_unknown_outcome(name: str, answer: str) -> None:
    """Never a refusal: a label may have been sold."""
    desk, (told, content_type) = DESKS[name], UNUSABLE[answer]
    at = desk.open(*[told] * 24, content_type=content_type)
    with pytest.raises(ProviderUnavailable):
        at.carrier.rates(desk.shipment)
    with pytest.raises(ProviderUnavailable):
        at.carrier.buy(desk.shipment, at.rate)


@pytest.mark.parametrize("shopper", NAMES)
@pytest.mark.parametrize("name", DESKS)
def test_a_name_in_any_alphabet_arrives_whole_or_is_named(name: str, shopper: str) -> None:
    desk = DESKS[name]
    there = desk.shipment.ship_to.model_copy(update={"name": shopper})
    at = desk.open(*[(500, b"")] * 12)
    with pytest.raises((ShipmentUnfit, ProviderUnavailable)) as answer:
        at.carrier.buy(replace(desk.shipment, ship_to=there), at.rate)
    if isinstance(answer.value, ShipmentUnfit):
        assert answer.value.field == "ship_to.name"
        assert not at.wire.calls
        return
    bodies = [json.loads(call.body) for call in at.wire.calls if call.body]
    sent = " ".join(text for body in bodies for text in _texts(body))
    if name in _SEND_THE_ADDRESS_AT_ONCE:
        assert all(word in sent for word in shopper.split())


@pytest.mark.parametrize("field", ["line1", "city", "name"])
@pytest.mark.parametrize("name", MEASURING)
def test_what_is_too_long_is_named_and_never_cut(name: str, field: str) -> None:
    desk = DESKS[name]
    there = desk.shipment.ship_to.model_copy(update={field: "x" * 200})
    at = desk.open(shiprocket.NO_ORDER)  # who looks first whether it was bought before
    with pytest.raises(ShipmentUnfit) as refused:
        at.carrier.buy(replace(desk.shipment, ship_to=there), at.rate)
    assert refused.value.field == f"ship_to.{field}"
    assert "POST" not in {method for method, _ in at.wire.asked}


@pytest.mark.parametrize("grams", [0, -1])
@pytest.mark.parametrize("name", DESKS)
def test_a_parcel_of_nothing_or_less_is_named(name: str, grams: int) -> None:
    desk = DESKS[name]
    parcel = replace(desk.shipment.parcels[0], weight_grams=grams)
    at = desk.open()
    with pytest.raises(ShipmentUnfit) as refused:
        at.carrier.rates(replace(desk.shipment, parcels=(parcel,)))
    assert refused.value.field == "parcels.0.weight_grams"
    assert not at.wire.calls


@pytest.mark.parametrize("name", DESKS)
def test_a_shipment_without_a_parcel_is_named(name: str) -> None:
    desk = DESKS[name]
    at = desk.open()
    with pytest.raises(ShipmentUnfit) as refused:
        at.carrier.rates(replace(desk.shipment, parcels=()))
    assert refused.value.field == "parcels"


@pytest.mark.parametrize("country", ["HK", "AE", "IE", "PA"])
@pytest.mark.parametrize("name", ["dhl", "fedex", "shipstation", "ups"])
def test_a_country_without_states_or_postal_codes_is_no_obstacle(name: str, country: str) -> None:
    desk = DESKS[name]
    update = {"country": country, "state": None, "postal_code": None, "city": "City"}
    there = desk.shipment.ship_to.model_copy(update={**update, "phone": "+353 1 555 0100"})
    at = desk.open(*[(500, b"")] * 12)
    with pytest.raises(ProviderUnavailable):
        at.carrier.rates(replace(desk.shipment, ship_to=there))
    assert at.wire.calls


@pytest.mark.parametrize("name", ["shiprocket", "usps"])
def test_a_lane_that_is_not_served_costs_no_call(name: str) -> None:
    desk = DESKS[name]
    there = desk.shipment.ship_to.model_copy(
        update={"country": "HK", "state": None, "postal_code": None}
    )
    at = desk.open()
    assert at.carrier.rates(replace(desk.shipment, ship_to=there)) == ()
    assert not at.wire.calls


def _texts(value: Any) -> list[str]:
    match value:
        case dict():
            return [text for inner in value.values() for text in _texts(inner)]
        case list():
            return [text for inner in value for text in _texts(inner)]
        case str():
            return [value]
        case _:
            return []
