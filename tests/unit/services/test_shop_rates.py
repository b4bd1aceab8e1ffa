"""All carriers at once, whoever answers in time."""

import time
from collections.abc import Iterator
from threading import Event

import pytest
from orderloom.domain.quote import Silence
from orderloom.errors import (
    Contended,
    OutOfTurns,
    ProviderUnavailable,
    RateLimited,
    ShipmentUnfit,
    TenantMoving,
)
from orderloom.ports.carrier import Carrier, Rate
from orderloom.services.shop_rates import Offer, ShopRates

from tests.builders.shipments import a_shipment
from tests.fakes.carrier import EXPRESS, GROUND, FakeCarrier

DEADLINE_MS = 300
DOWN = ProviderUnavailable("usps", "rates", "status 503")
TOO_MANY = RateLimited("shipstation", "rates", "too many calls", 30)
SPOKEN_FOR = OutOfTurns("shiprocket", "rates", "its calls are spoken for")


class Slow(FakeCarrier):
    """Answers when told to."""

    def __init__(self) -> None:
        super().__init__(name="slow")
        self.released = Event()

    def rates(self, _: object) -> tuple[Rate, ...]:
        self.released.wait(10)
        return (GROUND,)


@pytest.fixture
def slow() -> Iterator[Slow]:
    carrier = Slow()
    yield carrier
    carrier.released.set()


def refusing(error: Exception) -> Carrier:
    carrier = FakeCarrier()
    carrier.faults.before("rates", error)
    return carrier


def test_one_is_down_one_is_slow_one_has_enough_and_the_others_answer(slow: Slow) -> None:
    accounts: dict[str, Carrier] = {
        "ups": FakeCarrier(GROUND),
        "fedex": FakeCarrier(EXPRESS),
        "dhl": slow,
        "usps": refusing(ProviderUnavailable("usps", "rates", "status 503")),
        "shipstation": refusing(RateLimited("shipstation", "rates", "too many calls", 30)),
        "shiprocket": refusing(ShipmentUnfit("shiprocket", "ship_to.country", "not served")),
    }
    began = time.monotonic()
    quotes = ShopRates(accounts, deadline_ms=DEADLINE_MS)(a_shipment())
    assert time.monotonic() - began < 2 * DEADLINE_MS / 1000
    assert quotes.offers == (Offer("ups", GROUND), Offer("fedex", EXPRESS))
    assert quotes.missing["dhl"] == "no answer in 0.3 s"
    assert "status 503" in quotes.missing["usps"]
    assert "too many calls" in quotes.missing["shipstation"]
    assert "ship_to.country" in quotes.missing["shiprocket"]


def test_they_are_asked_at_the_same_time() -> None:
    """Each answers only once the other was asked."""
    asked = {"a": Event(), "b": Event()}

    class Waiting(FakeCarrier):
        def rates(self, _: object) -> tuple[Rate, ...]:
            asked[self.name].set()
            assert asked["b" if self.name == "a" else "a"].wait(5)
            return (GROUND,)

    accounts = {name: Waiting(name=name) for name in asked}
    assert len(ShopRates(accounts, deadline_ms=5000)(a_shipment()).offers) == 2


def test_who_offers_nothing_is_named() -> None:
    class Nothing(FakeCarrier):
        def rates(self, _: object) -> tuple[Rate, ...]:
            return ()

    quotes = ShopRates({"usps": Nothing()}, deadline_ms=DEADLINE_MS)(a_shipment())
    assert not quotes.offers
    assert quotes.missing == {"usps": "offers nothing for this parcel"}


@pytest.mark.parametrize("error", [ZeroDivisionError(), TenantMoving("acme"), Contended("x")])
def test_what_no_carrier_said_is_not_taken_for_silence(error: Exception) -> None:
    with pytest.raises(type(error)):
        ShopRates({"ups": refusing(error)}, deadline_ms=DEADLINE_MS)(a_shipment())


def test_nobody_is_asked_where_nobody_is_connected() -> None:
    answered = ShopRates({}, deadline_ms=DEADLINE_MS)(a_shipment())
    assert (answered.offers, answered.silence) == ((), None)


@pytest.mark.parametrize(
    ("errors", "silence"),
    [
        ([DOWN], Silence.DOWN),
        ([SPOKEN_FOR], Silence.BUSY),
        ([DOWN, TOO_MANY], Silence.BUSY),
        ([SPOKEN_FOR, ShipmentUnfit("dhl", "ship_to.country", "not served")], None),
    ],
)
def test_why_nobody_said_anything(errors: list[Exception], silence: Silence | None) -> None:
    accounts = {str(number): refusing(error) for number, error in enumerate(errors)}
    assert ShopRates(accounts, deadline_ms=DEADLINE_MS)(a_shipment()).silence is silence
