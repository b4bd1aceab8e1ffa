"""A carrier's adapter against the simulated carrier, in process."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from orderloom.domain.states import FulfilmentState
from orderloom.ports.access_tokens import AccessTokens
from orderloom.ports.carrier import Carrier, Label, Shipment
from orderloom.ports.clock import Clock

from tests.fakes.access_tokens import FakeAccessTokens
from tests.fakes.clock import FakeClock
from tests.unit.adapters.wire import Wire
from tests.unit.simulator.harness import START, Harness

Open = Callable[[AccessTokens, Clock, Wire], Carrier]
WAY = {
    "accepted": FulfilmentState.SHIPPED,
    "in_transit": FulfilmentState.SHIPPED,
    "delivery_attempt": FulfilmentState.EXCEPTION,
    "available_for_pickup": FulfilmentState.READY_FOR_PICKUP,
    "out_for_delivery": FulfilmentState.OUT_FOR_DELIVERY,
    "return_to_sender": FulfilmentState.RETURNING,
    "delivered": FulfilmentState.DELIVERED,
}


@dataclass(frozen=True)
class World:
    """`key` names the account at the carrier."""

    harness: Harness
    wire: Wire
    clock: FakeClock
    tokens: FakeAccessTokens
    carrier: Carrier
    key: str

    def buy(self, shipment: Shipment) -> Label:
        offers = self.carrier.rates(shipment)
        return self.carrier.buy(shipment, min(offers, key=lambda offer: offer.amount))

    def pass_time(self, *, hours: float) -> None:
        self.harness.advance(hours * 3600)
        self.clock.advance(hours=hours)

    def books(self) -> Any:
        return self.harness.control("GET", "/books")[self.carrier.name][self.key]

    def sold(self) -> list[Any]:
        items: list[Any] = self.books()["labels"]["items"]
        return items

    def move(self, label: Label, status: str) -> None:
        path = f"/{self.carrier.name}/labels/{label.tracking_number}/advance"
        self.harness.control("POST", path, json={"status": status})

    def control(self, what: str, **command: Any) -> None:
        path = f"/{self.carrier.name}/accounts/{self.key}/{what}"
        self.harness.control("POST", path, json=command)

    def count(self, path: str) -> int:
        return sum(called.endswith(path) for _, called in self.wire.calls)

    def follow(self, label: Label) -> None:
        """All milestones, each an hour after the other, are told as they are."""
        assert self.carrier.track(label.label_id, label.tracking_number) == ()
        for status in WAY:
            self.pass_time(hours=1)
            self.move(label, status)
        scans = self.carrier.track(label.label_id, label.tracking_number)
        assert [scan.state for scan in scans] == list(WAY.values())
        assert scans[-1].occurred_at == self.clock.now()


@contextmanager
def simulated(key: str, open_carrier: Open) -> Iterator[World]:
    harness, clock = Harness(), FakeClock(datetime.fromtimestamp(START, UTC))
    wire, tokens = Wire(harness), FakeAccessTokens(clock)
    yield World(harness, wire, clock, tokens, open_carrier(tokens, clock, wire), key)
    harness.close()
