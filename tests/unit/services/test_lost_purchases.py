"""What a second answer says of a first one that was lost: little. One label all the same."""

import pytest
from orderloom.domain.quote import Silence
from orderloom.errors import (
    CredentialsRejected,
    OrderloomError,
    ProviderPaused,
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
)
from orderloom.ports.carrier import Label, Rate, Shipment
from orderloom.services.label_outcome import Bought, NotBought

from tests.fakes.carrier import FakeCarrier
from tests.unit.services.test_buy_label import CHEAP, LOST, Desk

TOO_MANY = RateLimited("usps", "buy label", "too many")
NO = (
    ProviderPaused("usps", "any call", "does not answer"),
    ProviderRefused("usps", "buy label", "key_used", "with another request"),
    CredentialsRejected("usps", "buy label", "401", "revoked"),
)


def lost(desk: Desk) -> None:
    desk.usps.faults.after("buy", LOST)
    with pytest.raises(ProviderUnavailable):
        desk.buy()


@pytest.mark.parametrize("error", [TOO_MANY, *NO])
def test_a_no_to_the_repeated_purchase_buys_nothing_elsewhere(error: OrderloomError) -> None:
    desk = Desk(finds=False, repeats=True)
    lost(desk)
    desk.usps.faults.before("buy", error)
    if isinstance(error, ProviderPaused):
        with pytest.raises(ProviderPaused):
            desk.buy()
    else:
        outcome = desk.buy()
        assert isinstance(outcome, NotBought)
        assert outcome.unknown is not None
    assert isinstance(desk.buy(), Bought)
    assert desk.labels == 1


@pytest.mark.parametrize("error", NO)
def test_a_look_that_is_refused_leaves_it_to_a_person(error: OrderloomError) -> None:
    desk = Desk()
    lost(desk)
    desk.usps.faults.before("find_label", *[error] * 6)
    for _ in range(5):
        if isinstance(error, ProviderPaused):
            with pytest.raises(ProviderPaused):
                desk.buy()
    outcome = desk.buy()
    assert isinstance(outcome, NotBought)
    assert outcome.unknown is not None
    assert desk.labels == 1


def test_a_look_that_must_queue_for_its_turn_is_none() -> None:
    """What became of the attempt stays to be asked, however long that takes."""
    desk = Desk()
    lost(desk)
    desk.usps.faults.before("find_label", *[TOO_MANY] * 20)
    for _ in range(20):
        outcome = desk.buy()
        assert isinstance(outcome, NotBought)
        assert outcome.unknown is not None
        assert outcome.silence is Silence.BUSY
    assert isinstance(desk.buy(), Bought)
    assert desk.labels == 1


def test_a_carrier_may_still_be_at_it_when_nobody_waits_any_more() -> None:
    """It gave no answer in time, and sells the label after the first look."""
    desk = Desk()
    desk.usps.faults.before("buy", LOST)
    with pytest.raises(ProviderUnavailable):
        desk.buy()
    with pytest.raises(ProviderPaused):
        desk.buy(passing=False)
    assert desk.labels == 0
    bought = desk.buy()
    assert isinstance(bought, Bought)
    assert bought.purchase.attempt == 2


def test_a_purchase_is_repeated_to_the_letter() -> None:
    class Strict(FakeCarrier):
        """As USPS is."""

        asked: tuple[Shipment, Rate] | None = None

        def buy(self, shipment: Shipment, rate: Rate) -> Label:
            if self.asked not in (None, (shipment, rate)):
                raise ProviderRefused("usps", "buy label", "key_used", "with another request")
            self.asked = (shipment, rate)
            return super().buy(shipment, rate)

    desk = Desk()
    desk.accounts["usps"] = desk.usps = Strict(CHEAP, name="usps", finds=False, repeats=True)
    lost(desk)
    desk.clock.advance(days=1)
    assert isinstance(desk.buy(), Bought)
    assert desk.labels == 1
