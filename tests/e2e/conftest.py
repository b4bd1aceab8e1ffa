"""One environment for each process of the suite: the emulator, IAM enforced, and the simulator."""

from collections.abc import Iterator

import pytest

from orderloom_cli.local import LocalEnvironment
from tests.e2e.wire import Wire
from tests.e2e.world import Merchant, World

_RETRY_WAITS = 0.05
"""The saga's waits between retries are shortened to a twentieth; no time limit is."""
_REDELIVERY = 0.2
"""Queues bring what failed after three seconds, not fifteen; as often, up to the dead letters."""


@pytest.fixture(scope="session")
def wire() -> Iterator[Wire]:
    recorder = Wire()
    yield recorder
    recorder.stop()


@pytest.fixture(scope="session")
def world(wire: Wire, worker_id: str) -> Iterator[World]:
    environment = LocalEnvironment(
        f"e2e-{worker_id}",
        wire=wire.start,
        saga_wait_scale=_RETRY_WAITS,
        redelivery_scale=_REDELIVERY,
    )
    with environment:
        yield from watched(World(environment.details), wire)


def watched(world: World, wire: Wire) -> Iterator[World]:
    """The world; at its end every tenant of it was acted for with credentials of its own."""
    yield world
    unseen = world.tenants - wire.watch.requests.keys()
    assert not unseen, f"nobody used the credentials of {sorted(unseen)}"
    wire.watch.check()  # what came after the last test


@pytest.fixture(autouse=True)
def _tenants_kept_apart(wire: Wire) -> Iterator[None]:
    """Of what functions did meanwhile, for this test or for one before it."""
    yield
    wire.watch.check()


@pytest.fixture
def merchant(world: World) -> Merchant:
    return world.merchant()
