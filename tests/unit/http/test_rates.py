"""POST /v1/rates: who offers what, who did not answer, and shipping by what was offered."""

from typing import Any

import pytest
from orderloom.domain.shipping import RateStrategy, ShippingPolicy
from orderloom.errors import ProviderUnavailable, ShipmentUnfit
from orderloom.ports.carrier import Rate

from tests.fakes.carrier import FakeCarrier
from tests.unit.http.client import MERCHANT, RIVAL, Answer, Client
from tests.unit.http.samples import ADDRESS, ORDER, changed, without

CHEAP = Rate("r1", "ups", "ground", 500, "EUR", 6)
FAST = Rate("r2", "dhl", "express", 2500, "EUR", 1)
RUPEES = Rate("r3", "bluedart", "air", 40, "INR", 2)
RATES = {
    "ship_to": ADDRESS,
    "parcels": [{"weight": {"value": 1, "unit": "lb"}}],
    "currency": "EUR",
}


class Desk:
    """Three carriers with an offer each."""

    def __init__(self) -> None:
        self.client = Client()
        self.ups = FakeCarrier(CHEAP, name="ups")
        self.dhl = FakeCarrier(FAST, name="dhl")
        self.shiprocket = FakeCarrier(RUPEES, name="shiprocket")
        carriers = (self.ups, self.dhl, self.shiprocket)
        by_name = {carrier.name: carrier for carrier in carriers}
        self.client.container.carriers = lambda _tenant_id: by_name

    def ask(self, body: Any = RATES, **parts: Any) -> Answer:
        return self.client.send("POST", "/v1/rates", body, **parts)

    def quote(self) -> str:
        return str(self.ask().json["quote_id"])

    def order(self, quote_id: str, offer: int = 1, **parts: Any) -> Answer:
        shipping = {"quote_id": quote_id, "offer": offer}
        return self.client.order({**ORDER, "shipping": shipping}, **parts)


def test_all_offers_are_told_and_the_one_the_strategy_takes() -> None:
    answer = Desk().ask()
    assert answer.status == 200
    told = answer.json
    assert [offer["service"] for offer in told["offers"]] == ["ground", "express", "air"]
    assert (told["strategy"], told["chosen"]) == ("cheapest", told["offers"][0]["offer"])
    assert {carrier["outcome"] for carrier in told["carriers"]} == {"offered"}


def test_prices_in_another_currency_are_never_the_cheapest() -> None:
    """40 rupees are less than 500 cents, but who says so here?"""
    desk = Desk()
    assert desk.ask().json["offers"][-1]["currency"] == "INR"
    dollars = desk.ask({**RATES, "currency": "USD"}).json
    assert dollars["chosen"] is None
    assert len(dollars["offers"]) == 3


def test_the_merchants_strategy_chooses() -> None:
    desk = Desk()
    policy = ShippingPolicy(strategy=RateStrategy.FASTEST)
    desk.client.container.tenants.set_shipping("acme", policy)
    told = desk.ask().json
    assert (told["strategy"], told["offers"][0]["service"]) == ("fastest", "express")


def test_who_did_not_answer_is_named_with_the_reason() -> None:
    desk = Desk()
    desk.ups.faults.before("rates", ProviderUnavailable("ups", "rates", "status 503"))
    desk.dhl.faults.before("rates", ShipmentUnfit("dhl", "ship_to.line1", "too long"))
    told = {carrier["account"]: carrier for carrier in desk.ask().json["carriers"]}
    assert told["ups"]["outcome"] == "unavailable"
    assert (told["dhl"]["outcome"], told["dhl"]["field"]) == ("unfit", "ship_to.line1")
    assert told["shiprocket"]["outcome"] == "offered"


def test_without_an_offer_there_is_no_quote() -> None:
    desk = Desk()
    for carrier in (desk.ups, desk.dhl, desk.shiprocket):
        carrier.faults.before("rates", ProviderUnavailable("ups", "rates", "status 503"))
    answer = desk.ask()
    assert (answer.status, answer.json["quote_id"], answer.json["offers"]) == (200, None, [])


def test_the_same_question_is_answered_from_memory_while_it_is_good() -> None:
    desk = Desk()
    first, again = desk.ask().json, desk.ask().json
    assert (again["quote_id"], again["repeated"]) == (first["quote_id"], True)
    desk.client.container.clock.advance(seconds=15 * 60)
    later = desk.ask().json
    assert later["quote_id"] != first["quote_id"]
    assert not later["repeated"]
    heavier = changed(RATES, "parcels.0.weight.value", 2)
    assert desk.ask(heavier).json["quote_id"] != later["quote_id"]


def test_an_answer_that_lacks_a_carrier_is_not_repeated() -> None:
    desk = Desk()
    desk.dhl.faults.before("rates", ProviderUnavailable("dhl", "rates", "status 503"))
    assert len(desk.ask().json["offers"]) == 2
    assert len(desk.ask().json["offers"]) == 3


def test_an_order_is_quoted_by_its_id() -> None:
    desk = Desk()
    order_id = desk.client.order().json["id"]
    assert desk.ask({"order_id": order_id}).json["chosen"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (without(RATES, "ship_to"), "ship_to"),
        (without(RATES, "parcels"), "parcels"),
        (without(RATES, "currency"), "currency"),
        (changed(RATES, "parcels", []), "parcels"),
        (changed(RATES, "parcels.0.weight.value", 0), "parcels.0.weight.value"),
        (changed(RATES, "parcels.0.weight.value", -1), "parcels.0.weight.value"),
        (changed(RATES, "parcels.0.weight.value", "1"), "parcels.0.weight.value"),
        (changed(RATES, "parcels.0.weight.unit", "stone"), "parcels.0.weight.unit"),
        (changed(RATES, "parcels.0.weight", {"value": 1}), "parcels.0.weight.unit"),
        (changed(RATES, "parcels.0.dimensions", {"unit": "cm"}), "parcels.0.dimensions.length"),
        (changed(RATES, "ship_to.country", "XX"), "ship_to.country"),
        ({"order_id": "ord_1"}, "order_id"),
        ({"order_id": "ord_01JP9ZMQCN0000000000000001"}, "order_id"),
        ({**RATES, "order_id": "ord_01JP9ZMQCN0000000000000001"}, "ship_to"),
    ],
)
def test_what_cannot_be_quoted_is_refused_by_its_name(body: Any, field: str) -> None:
    answer = Desk().ask(body)
    assert (answer.status, answer.slug) == (422, "validation-failed")
    assert field in answer.fields


def test_without_a_carrier_nobody_can_be_asked() -> None:
    client = Client()
    client.container.carriers = lambda _tenant_id: {}
    answer = client.send("POST", "/v1/rates", RATES)
    assert (answer.status, answer.slug) == (409, "conflict")


def test_an_order_is_shipped_by_an_offer_of_a_quote() -> None:
    desk = Desk()
    answer = desk.order(desk.quote(), offer=2)
    assert answer.status == 201
    order = desk.client.container.orders("acme").get(answer.json["id"])
    wanted = order.fulfilment.wanted
    assert wanted is not None
    assert (wanted.offer.account, wanted.offer.amount) == ("dhl", 2500)
    assert [parcel.weight_grams for parcel in wanted.parcels] == [453]


def test_an_expired_quote_says_so() -> None:
    desk = Desk()
    quote_id = desk.quote()
    desk.client.container.clock.advance(seconds=15 * 60)
    answer = desk.order(quote_id)
    assert (answer.status, answer.slug) == (409, "quote-expired")
    assert answer.fields == ["shipping.quote_id"]
    assert "expired at 2026-11-21T12:15" in answer.json["detail"]


def test_an_order_that_was_placed_is_told_again_after_its_quote_expired() -> None:
    desk = Desk()
    quote_id = desk.quote()
    first = desk.order(quote_id)
    desk.client.container.clock.advance(seconds=15 * 60)
    assert desk.order(quote_id).json["id"] == first.json["id"]


def test_anothers_quote_does_not_exist() -> None:
    desk = Desk()
    answer = desk.order(desk.quote(), caller=RIVAL)
    assert (answer.status, answer.fields) == (422, ["shipping.quote_id"])
    assert desk.ask(caller=RIVAL).json["quote_id"] != desk.ask(caller=MERCHANT).json["quote_id"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ship_to": {**ADDRESS, "postal_code": "N1 1AA"}}, "shipping.quote_id"),
        ({"lines": [{"sku": "TEA-1", "quantity": 5}]}, "shipping.quote_id"),
        ({"shipping": {"offer": 4}}, "shipping.offer"),
        ({"shipping": {"offer": 0}}, "shipping.offer"),
        ({"shipping": {"quote_id": "quo_1"}}, "shipping.quote_id"),
    ],
)
def test_a_quote_is_for_its_parcel_only(change: dict[str, Any], field: str) -> None:
    desk = Desk()
    shipping = {"quote_id": desk.quote(), "offer": 1, **change.get("shipping", {})}
    answer = desk.client.order({**ORDER, **change, "shipping": shipping})
    assert (answer.status, answer.fields) == (422, [field])
