"""Several parcels at carriers that take one to a label: as many labels, bought as one."""

import json
from dataclasses import replace
from io import BytesIO

import pytest
from orderloom.adapters.one_by_one import OneByOne
from orderloom.errors import (
    ProviderRefused,
    ProviderUnavailable,
    ShipmentUnfit,
    Unsupported,
)
from orderloom.ports.carrier import Content, Label, LabelFormat, Parcel, Rate, Shipment
from pypdf import PdfReader

from tests.builders.shipments import a_shipment
from tests.fakes.carrier import FakeCarrier
from tests.unit.adapters.papers import pdf

GROUND = Rate("r1", "usps", "ground", 500, "USD", 6)
AIR = Rate("r2", "usps", "air", 900, "USD", 2)
LOST = ProviderUnavailable("usps", "buy label", "timed out")
REFUSED = ProviderRefused("usps", "buy label", "bad_zip", "")
TWO = a_shipment(parcels=(Parcel(700), Parcel(550)))
"""Of two mugs of 625 g: one fits the first parcel, the rest is in the last."""


class Papered(FakeCarrier):
    """Sends the paper with the purchase."""

    one_parcel_a_label = True

    def buy(self, shipment: Shipment, rate: Rate) -> Label:
        assert len(shipment.parcels) == 1
        return replace(super().buy(shipment, rate), document=pdf())


def opened(*, finds: bool = False, repeats: bool = True) -> tuple[OneByOne, FakeCarrier]:
    inner = Papered(GROUND, AIR, name="usps", finds=finds, repeats=repeats)
    return OneByOne(inner), inner


def rate_of(carrier: OneByOne, service: str = "ground") -> Rate:
    (rate,) = [rate for rate in carrier.rates(TWO) if rate.service == service]
    return rate


def test_a_service_costs_what_its_parts_cost_together() -> None:
    carrier, _ = opened()
    assert {rate.service: rate.amount for rate in carrier.rates(TWO)} == {
        "ground": 1000,
        "air": 1800,
    }


def test_a_service_that_not_all_parts_can_take_is_no_offer() -> None:
    class Choosy(FakeCarrier):
        def rates(self, shipment: Shipment) -> tuple[Rate, ...]:
            return (GROUND, AIR) if shipment.weight_grams < 600 else (AIR,)

    offered = OneByOne(Choosy(name="usps")).rates(TWO)
    assert [rate.service for rate in offered] == ["air"]


def test_each_parcel_has_a_label_a_name_and_its_goods() -> None:
    carrier, inner = opened()
    label = carrier.buy(TWO, rate_of(carrier))
    assert label.cost == 1000
    assert (label.tracking_number, label.label_id) == (label.parcels[0], label.parcel_labels[0])
    assert len(set(label.parcel_labels)) == 2
    assert label.document is not None
    assert len(PdfReader(BytesIO(label.document)).pages) == 2
    assert [part.operation_key for part in inner.shipments] == ["ord_1:label:1", "ord_1:label:2"]
    assert [part.contents for part in inner.shipments] == [(Content("Mug", 1, 1500, 625),)] * 2


def test_one_parcel_goes_through_as_it_is() -> None:
    carrier, inner = opened()
    label = carrier.buy(a_shipment(), GROUND)
    assert (label.parcels, label.parcel_labels) == ((), ())
    assert inner.shipments == [a_shipment()]


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_purchase_that_died_in_between_goes_on_where_it_ended(moment: str) -> None:
    carrier, inner = opened()
    rate = rate_of(carrier)
    inner.buy(replace(TWO, parcels=TWO.parcels[:1], operation_key="ord_1:label:1"), GROUND)
    getattr(inner.faults, moment)("buy", LOST)
    with pytest.raises(ProviderUnavailable):
        carrier.buy(TWO, rate)
    label = carrier.buy(TWO, rate)
    assert len(inner.bought) == len(label.parcel_labels) == 2


def test_a_carrier_that_finds_labels_says_when_not_all_may_be_there() -> None:
    carrier, inner = opened(finds=True)
    assert carrier.find_label("ord_1:label") is None
    inner.buy(replace(TWO, parcels=TWO.parcels[:1], operation_key="ord_1:label:1"), GROUND)
    with pytest.raises(Unsupported):
        carrier.find_label("ord_1:label")
    assert carrier.repeats_safely


def test_a_refusal_of_the_first_part_has_bought_nothing() -> None:
    carrier, inner = opened()
    rate = rate_of(carrier)
    inner.faults.before("buy", REFUSED)
    with pytest.raises(ProviderRefused):
        carrier.buy(TWO, rate)
    assert not inner.bought


def test_a_refusal_of_a_later_part_is_nothing_to_build_on() -> None:
    class Once(Papered):
        def buy(self, shipment: Shipment, rate: Rate) -> Label:
            if self.bought:
                raise REFUSED
            return super().buy(shipment, rate)

    carrier = OneByOne(Once(GROUND, name="usps"))
    with pytest.raises(ProviderUnavailable, match="1 of 2 labels are bought"):
        carrier.buy(TWO, rate_of(carrier))


@pytest.mark.parametrize(
    ("shipment", "field"),
    [
        (replace(TWO, parcels=TWO.parcels * 6), "parcels"),
        (replace(TWO, label_format=LabelFormat.PNG), "label_format"),
        (replace(TWO, parcels=(Parcel(100), Parcel(1150))), "parcels.0"),
    ],
)
def test_what_cannot_be_parted_is_refused_by_field(shipment: Shipment, field: str) -> None:
    carrier, _ = opened()
    with pytest.raises(ShipmentUnfit) as refused:
        carrier.rates(shipment)
    assert refused.value.field == field


def test_the_prices_of_the_parts_are_kept_with_the_rate() -> None:
    carrier, _ = opened()
    assert json.loads(rate_of(carrier).rate_id) == [["r1", 500], ["r1", 500]]
