"""What the simulated carriers send is what the verifiers take and the readers understand."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from orderloom.adapters.provider_registry import Verifiers, reader_for
from orderloom.adapters.ups.verifier import UpsVerifier
from orderloom.domain.facts import TrackingFact
from orderloom.domain.inbound import InboundEvent
from orderloom.ports.carrier import Shipment
from orderloom.ports.webhook_verifier import SignatureRejected

from tests.unit.adapters.fedex import samples as fedex
from tests.unit.adapters.fedex.test_simulated import opened as open_fedex
from tests.unit.adapters.simulated_carrier import WAY, World, simulated
from tests.unit.adapters.ups import samples as ups
from tests.unit.adapters.ups.test_simulated import opened as open_ups
from tests.unit.simulator.harness import Received

SECRET = "a secret of the shop and its carrier"
URL = "http://shop/webhooks"
VERIFIERS = Verifiers(shipstation_jwks_url="unused")


@pytest.fixture
def at_ups() -> Iterator[World]:
    with simulated(ups.ACCOUNT.client_id, open_ups) as world:
        yield world


@pytest.fixture
def at_fedex() -> Iterator[World]:
    with simulated(fedex.ACCOUNT.client_id, open_fedex) as world:
        yield world


def told(world: World, shipment: Shipment, status: str, **hook: str) -> Received:
    """The webhook of one milestone."""
    label = world.buy(shipment)
    world.control("webhook", url=URL, secret=SECRET, **hook)
    world.move(label, status)
    return world.harness.sink.received[-1]


def understood(world: World, hook: Received) -> TrackingFact:
    verifier = VERIFIERS(world.carrier.name)
    assert verifier is not None
    headers = {name.lower(): value for name, value in hook.headers.items()}
    assert verifier.verify(hook.body, headers, [SECRET], world.clock.now()) == SECRET
    with pytest.raises(SignatureRejected):
        verifier.verify(hook.body, headers, ["another"], world.clock.now())
    kept = {name: headers[name] for name in verifier.kept_headers if name in headers}
    event_id = verifier.event_id(hook.json, hook.body, headers)
    now = datetime(2020, 1, 1, tzinfo=UTC)
    name = world.carrier.name
    fact = reader_for(name).read(
        InboundEvent("acme", name, event_id, now, hook.body.decode(), kept)
    )
    assert isinstance(fact, TrackingFact)
    assert fact.tracking_number == world.sold()[-1]["parcels"][0]
    assert fact.source.occurred_at == world.clock.now()
    return fact


@pytest.mark.parametrize("status", WAY)
def test_fedex_signs_what_it_tells(at_fedex: World, status: str) -> None:
    fact = understood(at_fedex, told(at_fedex, fedex.SHIPMENT, status))
    assert (fact.state, fact.proven) == (state_told(status), True)


@pytest.mark.parametrize("status", WAY)
def test_ups_repeats_a_word_which_proves_nothing(at_ups: World, status: str) -> None:
    fact = understood(at_ups, told(at_ups, ups.SHIPMENT, status))
    # An origin scan is no milestone of its own in an alert: UPS is asked anyway.
    assert fact.state in {state_told(status), None}
    assert not fact.proven


def test_ups_logs_in_before_it_tells(at_ups: World) -> None:
    token = UpsVerifier().grant("acme-client", SECRET, [SECRET], at_ups.clock.now())
    at_ups.harness.sink.answer = {"access_token": token}
    fact = understood(at_ups, told(at_ups, ups.SHIPMENT, "delivered", client_id="acme-client"))
    asked, _ = at_ups.harness.sink.received
    assert asked.url == f"{URL}/token"
    assert (fact.state, fact.proven) == (WAY["delivered"], True)


def state_told(status: str) -> object:
    return WAY[status]
