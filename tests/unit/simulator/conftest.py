import socket
from collections.abc import Iterator

import pytest

from tests.unit.simulator.clients import Shipper, StripeMerchant
from tests.unit.simulator.harness import Harness


@pytest.fixture(autouse=True)
def _sockets_off(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise AssertionError("a unit test tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def sim() -> Iterator[Harness]:
    harness = Harness()
    yield harness
    harness.close()


@pytest.fixture
def shop(sim: Harness) -> StripeMerchant:
    return StripeMerchant(sim)


@pytest.fixture
def shipper(sim: Harness) -> Shipper:
    return Shipper(sim)
