"""The adapter against the simulated USPS, in process."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from orderloom.adapters.one_by_one import OneByOne
from orderloom.adapters.usps.carrier import UspsCarrier
from orderloom.domain.states import FulfilmentState
from orderloom.errors import (
    CredentialsRejected,
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
)
from orderloom.ports.carrier import Label

from tests.fakes.access_tokens import FakeAccessTokens
from tests.fakes.clock import FakeClock
from tests.unit.adapters.usps.samples import ACCOUNT, SHIPMENT
from tests.unit.adapters.wire import Wire
from tests.unit.simulator.harness import START, Harness

BUYING = ("POST", "/labels/v3/label$")


@dataclass(frozen=True)
class World:
    harness: Harness
    wire: Wire
    clock: FakeClock
    usps: UspsCarrier

    def buy(self) -> Label:
        offers = self.usps.rates(SHIPMENT)
        return self.usps.buy(SHIPMENT, min(offers, key=lambda offer: offer.amount))

    def pass_time(self, hours: float) -> None:
        self.harness.advance(hours * 3600)
        self.clock.advance(hours=hours)

    def books(self) -> Any:
        return self.harness.control("GET", "/books")["usps"][ACCOUNT.client_id]

    def control(self, number: str, what: str, **command: str) -> None:
        self.harness.control("POST", f"/usps/labels/{number}/{what}", json=command)

    def count(self, path: str) -> int:
        return sum(called.endswith(path) for _, called in self.wire.calls)


@pytest.fixture
def world() -> Iterator[World]:
    harness, clock = Harness(), FakeClock(datetime.fromtimestamp(START, UTC))
    wire = Wire(harness)
    usps = UspsCarrier(
        ACCOUNT,
        FakeAccessTokens(clock),
        clock,
        base_url="http://sim/usps",
        session=wire.session(),
    )
    yield World(harness, wire, clock, usps)
    harness.close()


def test_only_what_fits_any_parcel_is_offered(world: World) -> None:
    offers = {offer.service: offer for offer in world.usps.rates(SHIPMENT)}
    assert offers.keys() == {
        "usps_ground_advantage",
        "priority_mail",
        "priority_mail_express",
    }
    assert offers["priority_mail_express"].delivery_days == 1


def test_a_label_costs_what_was_offered_and_holds_a_document(world: World) -> None:
    (cheapest, *_) = sorted(offer.amount for offer in world.usps.rates(SHIPMENT))
    label = world.buy()
    assert label.cost == cheapest == world.books()["sums"]["net"]
    assert world.usps.document(label).startswith(b"%PDF-")


def test_a_purchase_whose_answer_was_lost_is_repeated_and_made_once(world: World) -> None:
    world.wire.lost.append(BUYING)
    with pytest.raises(ProviderUnavailable):
        world.buy()
    label = world.buy()
    (bought,) = world.books()["labels"]["items"]
    assert bought["tracking_number"] == label.tracking_number


def test_another_operation_is_another_label(world: World) -> None:
    offers = world.usps.rates(SHIPMENT)
    world.usps.buy(SHIPMENT, offers[0])
    world.usps.buy(replace(SHIPMENT, operation_key="ord_2:label"), offers[0])
    assert world.books()["labels"]["count"] == 2


def test_tokens_are_asked_for_when_they_are_old_or_revoked(world: World) -> None:
    world.buy()
    world.buy()
    assert (world.count("/token"), world.count("/payment-authorization")) == (1, 1)
    world.pass_time(hours=8)
    world.buy()
    assert (world.count("/token"), world.count("/payment-authorization")) == (2, 2)
    world.harness.control("POST", f"/usps/accounts/{ACCOUNT.client_id}/forget-tokens")
    assert world.usps.rates(SHIPMENT)
    assert world.count("/token") == 3


def test_another_secret_is_rejected(world: World) -> None:
    world.buy()
    other = UspsCarrier(
        replace(ACCOUNT, client_secret="another"),
        FakeAccessTokens(world.clock),
        world.clock,
        base_url="http://sim/usps",
        session=world.wire.session(),
    )
    with pytest.raises(CredentialsRejected):
        other.rates(SHIPMENT)


def test_too_many_calls_say_how_long_to_wait(world: World) -> None:
    world.usps.rates(SHIPMENT)
    headers = {"Retry-After": "30"}
    world.harness.fault(target="api", action="status", status=429, headers=headers, times=1)
    with pytest.raises(RateLimited) as caught:
        world.usps.rates(SHIPMENT)
    assert caught.value.retry_after == 30


def test_cancelling_gives_the_postage_back_and_disputing_does_not(world: World) -> None:
    label = world.buy()
    world.usps.void(label.label_id)
    assert world.books()["sums"]["net"] == 0
    with pytest.raises(ProviderRefused):
        world.usps.void(label.label_id)
    offer = world.usps.rates(SHIPMENT)[0]
    late = world.usps.buy(replace(SHIPMENT, operation_key="ord_2:label"), offer)
    world.control(late.label_id, "manifest")
    with pytest.raises(ProviderRefused, match="DISPUTED"):
        world.usps.void(late.label_id)
    assert world.books()["sums"]["net"] == late.cost


def test_a_parcel_is_followed(world: World) -> None:
    label = world.buy()
    assert world.usps.track(label.label_id, label.tracking_number) == ()
    for status in ("accepted", "out_for_delivery", "delivery_attempt"):
        world.pass_time(hours=1)
        world.control(label.tracking_number, "advance", status=status)
    states = [scan.state for scan in world.usps.track(label.label_id, label.tracking_number)]
    assert states == [
        FulfilmentState.SHIPPED,
        FulfilmentState.OUT_FOR_DELIVERY,
        FulfilmentState.EXCEPTION,
    ]


def test_several_parcels_are_as_many_labels_each_given_back_by_itself(world: World) -> None:
    both = replace(SHIPMENT, parcels=SHIPMENT.parcels * 2)
    usps = OneByOne(world.usps)
    label = usps.buy(both, min(usps.rates(both), key=lambda offer: offer.amount))
    assert usps.buy(both, usps.rates(both)[0]).parcels == label.parcels
    assert len(set(label.parcels)) == world.books()["labels"]["count"] == 2
    for label_id in label.parcel_labels:
        usps.void(label_id)
