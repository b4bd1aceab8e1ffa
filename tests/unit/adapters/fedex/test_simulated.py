"""The adapter against the simulated FedEx, in process."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from orderloom.adapters.fedex.carrier import FedexCarrier
from orderloom.adapters.fedex.http import FedexAccount
from orderloom.errors import (
    CredentialsRejected,
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
)
from orderloom.ports.access_tokens import AccessTokens
from orderloom.ports.carrier import LabelFormat
from orderloom.ports.clock import Clock

from tests.unit.adapters.fedex.samples import ABROAD, ACCOUNT, SHIPMENT, TWO
from tests.unit.adapters.papers import pages
from tests.unit.adapters.simulated_carrier import World, simulated
from tests.unit.adapters.wire import Wire

BASE = "http://sim/fedex"


def opened(
    tokens: AccessTokens, clock: Clock, wire: Wire, account: FedexAccount = ACCOUNT
) -> FedexCarrier:
    return FedexCarrier(account, tokens, clock, base_url=BASE, session=wire.session())


@pytest.fixture
def world() -> Iterator[World]:
    with simulated(ACCOUNT.client_id, opened) as made:
        yield made


def test_a_label_costs_what_was_offered(world: World) -> None:
    label = world.buy(SHIPMENT)
    (sold,) = world.sold()
    assert (label.cost, label.tracking_number) == (sold["cost"], sold["tracking_number"])
    assert sold["reference"] == "ord_1:label"
    assert pages(world.carrier.document(label)) == 1
    assert world.books()["sums"]["net"] == {"USD": label.cost}


def test_several_parcels_and_a_border_make_one_document(world: World) -> None:
    label = world.buy(replace(ABROAD, parcels=TWO.parcels))
    assert list(label.parcels) == world.sold()[0]["parcels"]
    assert pages(label.document) == 3


@pytest.mark.parametrize("wanted", [LabelFormat.PNG, LabelFormat.ZPL])
def test_a_label_comes_as_asked(world: World, wanted: LabelFormat) -> None:
    label = world.buy(replace(SHIPMENT, label_format=wanted))
    magic = {LabelFormat.PNG: b"\x89PNG", LabelFormat.ZPL: b"^XA"}[wanted]
    assert world.carrier.document(label).startswith(magic)


def test_a_lost_answer_is_one_label_nobody_tries_again(world: World) -> None:
    world.wire.lost.append(("POST", "/ship/v1/shipments$"))
    with pytest.raises(ProviderUnavailable):
        world.buy(SHIPMENT)
    assert len(world.sold()) == 1
    assert world.count("/ship/v1/shipments") == 1


def test_cancelling_is_done_once_and_may_be_asked_again(world: World) -> None:
    label = world.buy(SHIPMENT)
    world.wire.lost.append(("PUT", "/cancel$"))
    with pytest.raises(ProviderUnavailable):
        world.carrier.void(label.label_id)
    world.carrier.void(label.label_id)
    assert world.books()["sums"]["net"] == {"USD": 0}


def test_what_is_on_its_way_stays_valid(world: World) -> None:
    label = world.buy(SHIPMENT)
    world.move(label, "accepted")
    with pytest.raises(ProviderRefused):
        world.carrier.void(label.label_id)
    assert not world.sold()[0]["voided"]


def test_a_parcel_is_followed(world: World) -> None:
    world.follow(world.buy(SHIPMENT))


def test_tokens_are_asked_for_when_they_are_old_or_revoked(world: World) -> None:
    world.buy(SHIPMENT)
    assert world.count("/oauth/token") == 1
    world.pass_time(hours=1)
    world.buy(SHIPMENT)
    assert world.count("/oauth/token") == 2
    world.control("forget-tokens")
    assert world.carrier.rates(SHIPMENT)
    assert world.count("/oauth/token") == 3


def test_who_asks_for_tokens_without_end_is_locked_out(world: World) -> None:
    for _ in range(15):
        world.tokens.kept.clear()
        world.carrier.rates(SHIPMENT)
    world.tokens.kept.clear()
    with pytest.raises(RateLimited) as caught:
        world.carrier.rates(SHIPMENT)
    assert caught.value.retry_after == 600
    world.pass_time(hours=0.2)
    assert world.carrier.rates(SHIPMENT)


def test_another_secret_is_rejected_and_a_limit_is_a_wait(world: World) -> None:
    world.buy(SHIPMENT)
    world.tokens.kept.clear()
    thief = replace(ACCOUNT, client_secret="another")
    with pytest.raises(CredentialsRejected):
        opened(world.tokens, world.clock, world.wire, thief).rates(SHIPMENT)
    world.carrier.rates(SHIPMENT)
    world.control("limit", calls=0)
    with pytest.raises(RateLimited):
        world.carrier.rates(SHIPMENT)


def test_a_slow_or_broken_answer_is_no_answer(world: World) -> None:
    world.carrier.rates(SHIPMENT)
    world.harness.fault(target="api", action="status", status=503, path="rates", times=1)
    with pytest.raises(ProviderUnavailable):
        world.carrier.rates(SHIPMENT)
    assert world.carrier.rates(SHIPMENT)
