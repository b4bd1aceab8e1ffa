"""Which calls of a carrier wait longer for a turn: those that go on with a purchase."""

from collections.abc import Callable, Iterator

import pytest
from orderloom.adapters.carrier_means import CarrierMeans, Told
from orderloom.adapters.shiprocket.carrier import ShiprocketCarrier
from orderloom.adapters.shiprocket.http import ShiprocketAccount
from orderloom.ports.call_budget import CallBudget, CallLimit

from tests.fakes.access_tokens import FakeAccessTokens
from tests.fakes.clock import FakeClock
from tests.unit.adapters.shiprocket.samples import SHIPMENT
from tests.unit.adapters.wire import Wire
from tests.unit.simulator.harness import Harness

LIMIT = CallLimit(1000, 3600)


class Notes(CallBudget):
    """There is always a turn; `begun` of each since it was last looked at."""

    def __init__(self) -> None:
        self._spent: list[bool] = []

    def spend(self, account: str, limit: CallLimit, *, begun: bool = False) -> None:
        assert (account, limit) == ("shiprocket", LIMIT)
        self._spent.append(begun)

    def of(self, work: Callable[[], object]) -> list[bool]:
        work()
        spent, self._spent = self._spent, []
        return spent


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def carrier(notes: Notes) -> Iterator[ShiprocketCarrier]:
    """The one with the longest chain of calls, at its simulation."""
    harness, clock = Harness(), FakeClock()
    base_url, tokens = "http://sim/shiprocket/v1/external", FakeAccessTokens(clock)
    means = CarrierMeans("shiprocket", base_url, tokens, notes, clock, Told(clock))
    yield ShiprocketCarrier(
        ShiprocketAccount("api@acme.example", "a secret of acme's", "Primary"),
        tokens,
        clock,
        base_url=means.base_url,
        before_each=means.within(LIMIT),
        session=Wire(harness).session(),
    )
    harness.close()


def test_what_goes_on_with_a_purchase_is_waited_for(
    carrier: ShiprocketCarrier, notes: Notes
) -> None:
    log_in, rates = False, False
    assert notes.of(lambda: carrier.rates(SHIPMENT)) == [log_in, rates]
    offer = min(carrier.rates(SHIPMENT), key=lambda rate: rate.amount)
    assert notes.of(lambda: None) == [rates]
    find_order, make_order, assign_courier = True, True, True
    assert notes.of(lambda: carrier.buy(SHIPMENT, offer)) == [
        find_order,
        make_order,
        assign_courier,
    ]
    label = carrier.find_label(SHIPMENT.operation_key)
    assert label is not None
    assert all(notes.of(lambda: carrier.document(label)))
    assert all(notes.of(lambda: carrier.void(label.label_id)))
    assert not any(notes.of(lambda: carrier.track(label.label_id, label.tracking_number)))
