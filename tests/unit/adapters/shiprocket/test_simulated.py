"""The adapter against the simulated Shiprocket, in process."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from orderloom.adapters.provider_registry import Verifiers, reader_for
from orderloom.adapters.shiprocket.carrier import ShiprocketCarrier
from orderloom.adapters.shiprocket.http import ShiprocketAccount
from orderloom.domain.facts import TrackingFact
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.states import FulfilmentState
from orderloom.errors import CredentialsRejected, ProviderRefused, ProviderUnavailable
from orderloom.ports.carrier import Label, Rate

from tests.fakes.access_tokens import FakeAccessTokens
from tests.fakes.clock import FakeClock
from tests.unit.adapters.shiprocket.samples import KEY, SHIPMENT
from tests.unit.adapters.wire import Wire
from tests.unit.simulator.harness import START, Harness

EMAIL, PASSWORD = "api@acme.example", "a secret of acme's"
HOOK_KEY = "typed into the panel"
BASE = "http://sim/shiprocket"


@dataclass(frozen=True)
class World:
    harness: Harness
    wire: Wire
    clock: FakeClock
    shiprocket: ShiprocketCarrier

    def cheapest(self) -> Rate:
        return min(self.shiprocket.rates(SHIPMENT), key=lambda offer: offer.amount)

    def buy(self) -> Label:
        return self.shiprocket.buy(SHIPMENT, self.cheapest())

    def books(self) -> Any:
        return self.harness.control("GET", "/books")["shiprocket"][EMAIL]

    def set_up(self, **wanted: object) -> None:
        command = {"email": EMAIL, "password": PASSWORD, **wanted}
        self.harness.control("POST", "/shiprocket/accounts", json=command)

    def advance(self, awb: str, status: str) -> None:
        path = f"/shiprocket/parcels/{awb}/advance"
        self.harness.control("POST", path, json={"status": status})

    def lose(self, path: str) -> None:
        self.wire.lost.append(("POST", path))


def carrier(wire: Wire, clock: FakeClock, password: str = PASSWORD) -> ShiprocketCarrier:
    return ShiprocketCarrier(
        ShiprocketAccount(EMAIL, password, "Primary"),
        FakeAccessTokens(clock),
        clock,
        base_url=f"{BASE}/v1/external",
        session=wire.session(),
    )


@pytest.fixture
def world() -> Iterator[World]:
    harness, clock = Harness(), FakeClock(datetime.fromtimestamp(START, UTC))
    wire = Wire(harness)
    yield World(harness, wire, clock, carrier(wire, clock))
    harness.close()


def test_a_label_costs_what_was_offered_and_has_a_document(world: World) -> None:
    offer = world.cheapest()
    label = world.shiprocket.buy(SHIPMENT, offer)
    assert label.cost == offer.amount == world.books()["sums"]["net"]
    assert world.shiprocket.document(label).startswith(b"%PDF-")
    assert world.shiprocket.find_label(KEY) == label


@pytest.mark.parametrize("step", ["/orders/create/adhoc", "/courier/assign/awb"])
def test_a_step_whose_answer_was_lost_is_not_made_twice(world: World, step: str) -> None:
    world.lose(step)
    with pytest.raises(ProviderUnavailable):
        world.buy()
    label = world.buy()
    books = world.books()
    assert (books["orders"]["count"], books["labels"]["count"]) == (1, 1)
    assert books["orders"]["items"][0]["awb"] == label.tracking_number


def test_a_number_that_comes_late_is_waited_for(world: World) -> None:
    world.set_up(slow_couriers=True)
    with pytest.raises(ProviderUnavailable, match="being assigned"):
        world.buy()
    assert world.shiprocket.find_label(KEY) is None
    (order,) = world.books()["orders"]["items"]
    world.harness.control("POST", f"/shiprocket/shipments/{order['shipment_id']}/assign")
    label = world.shiprocket.find_label(KEY)
    assert label is not None
    assert world.books()["labels"]["count"] == 1


def test_an_empty_wallet_buys_nothing(world: World) -> None:
    world.set_up(balance=1)
    with pytest.raises(ProviderRefused):
        world.buy()
    assert world.books()["labels"]["count"] == 0


def test_a_namesake_is_another_order(world: World) -> None:
    longer = replace(SHIPMENT, operation_key=f"{KEY}0")
    world.shiprocket.buy(longer, world.cheapest())
    assert world.shiprocket.find_label(KEY) is None
    world.buy()
    assert world.books()["labels"]["count"] == 2


def test_nobody_goes_there(world: World) -> None:
    there = SHIPMENT.ship_to.model_copy(update={"postal_code": "790001"})
    assert world.shiprocket.rates(replace(SHIPMENT, ship_to=there)) == ()


def test_a_label_is_cancelled_once_and_not_on_its_way(world: World) -> None:
    label = world.buy()
    world.lose("/orders/cancel/shipment/awbs")
    with pytest.raises(ProviderUnavailable):
        world.shiprocket.void(label.label_id)
    world.shiprocket.void(label.label_id)
    assert world.books()["sums"]["net"] == 0
    assert world.shiprocket.find_label(KEY) is None
    again = world.buy()
    world.advance(again.tracking_number, "picked_up")
    with pytest.raises(ProviderRefused):
        world.shiprocket.void(again.label_id)


def test_a_token_is_good_for_ten_days(world: World) -> None:
    world.cheapest()
    for days in (9, 2):
        world.harness.advance(days * 24 * 3600)
        world.clock.advance(days=days)
        world.cheapest()
    assert world.books()["tokens"] == 2
    with pytest.raises(CredentialsRejected):
        carrier(world.wire, world.clock, "another").rates(SHIPMENT)


def test_a_parcel_is_followed_and_told_of(world: World) -> None:
    world.set_up(url="http://shop/hook", key=HOOK_KEY)
    label = world.buy()
    assert world.shiprocket.track(label.label_id, label.tracking_number) == ()
    for status in ("picked_up", "out_for_delivery"):
        world.harness.advance(3600)
        world.advance(label.tracking_number, status)
    scans = world.shiprocket.track(label.label_id, label.tracking_number)
    assert [scan.state for scan in scans] == [
        FulfilmentState.SHIPPED,
        FulfilmentState.OUT_FOR_DELIVERY,
    ]
    told = world.harness.sink.received[-1]
    verifier = Verifiers(shipstation_jwks_url="unused")("shiprocket")
    assert verifier is not None
    now = world.clock.now()
    verifier.verify(told.body, told.headers, (HOOK_KEY,), now)
    named = verifier.event_id(json.loads(told.body), told.body, told.headers)
    event = InboundEvent("acme", "shiprocket", named, now, told.body.decode())
    fact = reader_for("shiprocket").read(event)
    assert isinstance(fact, TrackingFact)
    assert (fact.tracking_number, fact.state) == (label.tracking_number, scans[-1].state)
    assert fact.source.occurred_at == scans[-1].occurred_at
