"""One environment for the whole suite: the emulator with IAM enforced, and the simulator."""

from collections.abc import Iterator

import pytest

from orderloom_cli.local import LocalEnvironment
from tests.e2e.wire import Wire
from tests.e2e.world import Merchant, World

_RETRY_WAITS = 0.05
"""The saga's waits between retries are shortened to a twentieth; no time limit is."""


@pytest.fixture(scope="session")
def wire() -> Iterator[Wire]:
    recorder = Wire()
    yield recorder
    recorder.stop()


@pytest.fixture(scope="session")
def world(wire: Wire) -> Iterator[World]:
    environment = LocalEnvironment("e2e", wire=wire.start, saga_wait_scale=_RETRY_WAITS)
    with environment:
        yield World(environment.details)


@pytest.fixture
def merchant(world: World) -> Merchant:
    return world.merchant()
