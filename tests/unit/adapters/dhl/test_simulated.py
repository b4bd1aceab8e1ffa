"""The adapter against the simulated DHL Express, in process."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from orderloom.adapters.dhl.carrier import DhlCarrier
from orderloom.adapters.dhl.http import DhlAccount
from orderloom.errors import (
    CredentialsRejected,
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
)
from orderloom.ports.access_tokens import AccessTokens
from orderloom.ports.carrier import LabelFormat, Rate
from orderloom.ports.clock import Clock

from tests.unit.adapters.dhl.samples import ABROAD, ACCOUNT, SHIPMENT, TWO
from tests.unit.adapters.papers import pages
from tests.unit.adapters.simulated_carrier import World, simulated
from tests.unit.adapters.wire import Wire

BASE = "http://sim/dhl/mydhlapi"


def opened(
    _tokens: AccessTokens, _clock: Clock, wire: Wire, account: DhlAccount = ACCOUNT
) -> DhlCarrier:
    return DhlCarrier(account, base_url=BASE, session=wire.session())


@pytest.fixture
def world() -> Iterator[World]:
    with simulated(ACCOUNT.username, opened) as made:
        yield made


def test_a_label_costs_what_was_offered_and_comes_with_its_papers(world: World) -> None:
    label = world.buy(ABROAD)
    (sold,) = world.sold()
    assert (label.cost, label.tracking_number) == (sold["cost"], sold["tracking_number"])
    assert sold["reference"] == "ord_1label"
    assert pages(world.carrier.document(label)) == 3


def test_several_parcels_have_numbers_of_their_own(world: World) -> None:
    label = world.buy(TWO)
    assert list(label.parcels) == world.sold()[0]["parcels"]


def test_inside_a_country_printers_have_their_language(world: World) -> None:
    printed = world.buy(replace(SHIPMENT, label_format=LabelFormat.ZPL)).document
    assert printed is not None
    assert printed.startswith(b"^XA")


def test_a_lost_answer_is_one_label_nobody_tries_again(world: World) -> None:
    world.wire.lost.append(("POST", "/shipments$"))
    with pytest.raises(ProviderUnavailable):
        world.buy(ABROAD)
    assert len(world.sold()) == 1
    assert world.count("/shipments") == 1


def test_a_product_of_another_lane_is_refused_with_dhls_number(world: World) -> None:
    domestic = Rate("N/N", "dhl", "dhl_express_domestic", 1, "USD", 1)
    with pytest.raises(ProviderRefused) as caught:
        world.carrier.buy(ABROAD, domestic)
    assert caught.value.code == "996"


def test_a_parcel_is_followed(world: World) -> None:
    world.follow(world.buy(ABROAD))


def test_another_password_is_rejected_and_a_limit_is_a_wait(world: World) -> None:
    world.buy(ABROAD)
    thief = replace(ACCOUNT, password="another")
    with pytest.raises(CredentialsRejected):
        opened(world.tokens, world.clock, world.wire, thief).rates(ABROAD)
    world.control("limit", calls=0)
    with pytest.raises(RateLimited):
        world.carrier.rates(ABROAD)


def test_a_broken_answer_is_no_answer(world: World) -> None:
    world.carrier.rates(ABROAD)
    world.harness.fault(target="api", action="status", status=500, path="shipments", times=1)
    with pytest.raises(ProviderUnavailable):
        world.buy(ABROAD)
    assert not world.sold()
