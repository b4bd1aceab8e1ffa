"""The adapter against the simulated UPS, in process."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from orderloom.adapters.ups.carrier import UpsCarrier
from orderloom.adapters.ups.http import UpsAccount
from orderloom.errors import (
    CredentialsRejected,
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
    Unsupported,
)
from orderloom.ports.access_tokens import AccessTokens
from orderloom.ports.carrier import LabelFormat
from orderloom.ports.clock import Clock

from tests.unit.adapters.papers import pages, size
from tests.unit.adapters.simulated_carrier import World, simulated
from tests.unit.adapters.ups.samples import ABROAD, ACCOUNT, SHIPMENT, TWO
from tests.unit.adapters.wire import Wire

BASE = "http://sim/ups"


def opened(
    tokens: AccessTokens, clock: Clock, wire: Wire, account: UpsAccount = ACCOUNT
) -> UpsCarrier:
    return UpsCarrier(account, tokens, clock, base_url=BASE, session=wire.session())


@pytest.fixture
def world() -> Iterator[World]:
    with simulated(ACCOUNT.client_id, opened) as made:
        yield made


def test_a_label_costs_what_was_offered(world: World) -> None:
    label = world.buy(SHIPMENT)
    (sold,) = world.sold()
    assert (label.cost, label.tracking_number) == (sold["cost"], sold["tracking_number"])
    assert sold["reference"] == "ord_1label"
    assert pages(world.carrier.document(label)) == 1


def test_a_single_offer_abroad_is_no_array_and_an_invoice_comes_along(world: World) -> None:
    (offer,) = world.carrier.rates(ABROAD)
    label = world.carrier.buy(replace(ABROAD, parcels=TWO.parcels), offer)
    assert list(label.parcels) == world.sold()[0]["parcels"]
    assert pages(label.document) == 3


def test_pictures_stand_upright_and_printers_have_their_language(world: World) -> None:
    picture = world.buy(replace(SHIPMENT, label_format=LabelFormat.PNG)).document
    assert picture is not None
    width, height = size(picture)
    assert height > width
    printed = world.buy(replace(SHIPMENT, label_format=LabelFormat.ZPL)).document
    assert printed is not None
    assert printed.startswith(b"^XA")


def test_a_label_whose_answer_was_lost_is_recovered(world: World) -> None:
    world.wire.lost.append(("POST", "/ship$"))
    with pytest.raises(ProviderUnavailable):
        world.buy(TWO)
    label = world.carrier.find_label(TWO.operation_key)
    assert label is not None
    (sold,) = world.sold()
    assert (label.label_id, list(label.parcels)) == (sold["tracking_number"], sold["parcels"])
    assert pages(world.carrier.document(label)) == 1


def test_whether_a_label_was_never_bought_is_not_told(world: World) -> None:
    with pytest.raises(Unsupported):
        world.carrier.find_label("ord_2:label")


def test_voiding_is_done_once_and_may_be_asked_again(world: World) -> None:
    label = world.buy(SHIPMENT)
    world.wire.lost.append(("DELETE", label.label_id))
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
    world.pass_time(hours=4)
    world.buy(SHIPMENT)
    assert world.count("/oauth/token") == 2
    world.control("forget-tokens")
    assert world.carrier.rates(SHIPMENT)
    assert world.count("/oauth/token") == 3


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
