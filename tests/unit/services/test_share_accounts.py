"""Accounts of one carrier share its orders, and stand in for each other."""

from collections import Counter

import pytest
from orderloom.errors import CredentialsRejected, OrderloomError, ProviderRefused, RateLimited
from orderloom.ports.carrier import Rate
from orderloom.services.label_outcome import Bought, NotBought
from orderloom.services.share_accounts import places

from tests.fakes.carrier import FakeCarrier
from tests.unit.services.test_buy_label import Desk

FEDEX = ("fedex", "fedex.second", "fedex.third")
GROUND = Rate("ground", "fedex", "ground", 700, "USD", 4)
AIR = Rate("air", "fedex", "air", 1900, "USD", 1)
UPS = Rate("03", "ups", "ground", 800, "USD", 4)


def first_of(weights: dict[str, int], number: int) -> str:
    found = places(FEDEX, weights, f"ord_{number}")
    return min(found, key=found.__getitem__)


def test_orders_are_shared_in_proportion() -> None:
    weights = {"fedex": 6, "fedex.second": 3}
    shares = Counter(first_of(weights, number) for number in range(5000))
    assert shares["fedex"] == pytest.approx(3000, rel=0.05)
    assert shares["fedex.second"] == pytest.approx(1500, rel=0.08)
    assert shares["fedex.third"] == pytest.approx(500, rel=0.15)


def test_a_weight_of_nought_only_stands_in() -> None:
    weights = {"fedex": 0, "fedex.second": 1, "fedex.third": 0}
    assert {first_of(weights, number) for number in range(200)} == {"fedex.second"}


def test_an_order_keeps_its_account_when_others_go() -> None:
    with_all = [first_of({"fedex": 2}, number) for number in range(200)]
    for number, account in enumerate(with_all):
        found = places([account, "ups"], {"fedex": 2}, f"ord_{number}")
        assert found[account] == 0


def test_without_weights_all_compete() -> None:
    assert set(places((*FEDEX, "ups"), {"ups": 3}, "ord_1").values()) == {0}


def shared() -> Desk:
    """Three accounts at FedEx, of which the second is first; its rates are the dearest."""
    desk = Desk()
    desk.weights = {"fedex": 0, "fedex.second": 1, "fedex.third": 0}
    desk.accounts = {
        "fedex": FakeCarrier(GROUND, AIR, name="fedex"),
        "fedex.second": FakeCarrier(Rate("g2", "fedex", "ground", 750, "USD", 4), AIR),
        "fedex.third": FakeCarrier(Rate("g3", "fedex", "ground", 720, "USD", 4), AIR),
        "ups": FakeCarrier(UPS, name="ups"),
    }
    return desk


def account(outcome: Bought | NotBought) -> str:
    assert isinstance(outcome, Bought)
    return outcome.purchase.offer.account


def test_the_weights_decide_between_accounts_and_the_rates_between_carriers() -> None:
    assert account(shared().buy()) == "fedex.second"
    desk = shared()
    desk.accounts["ups"].offers = (Rate("03", "ups", "ground", 740, "USD", 4),)
    assert account(desk.buy()) == "ups"


@pytest.mark.parametrize(
    "error", [RateLimited("fedex", "buy", "429"), CredentialsRejected("fedex", "buy", "401", "")]
)
def test_the_next_account_stands_in_for_one_that_sells_nothing(error: OrderloomError) -> None:
    desk = shared()
    desk.accounts["fedex.second"].faults.before("buy", error)
    assert account(desk.buy()) == "fedex"
    assert desk.labels == 1


def test_an_account_that_gave_no_rates_is_stood_in_for() -> None:
    desk = shared()
    desk.accounts["fedex.second"].faults.before("rates", RateLimited("fedex", "rates", "429"))
    assert account(desk.buy()) == "fedex"


def test_what_one_account_refuses_twice_it_is_not_asked_for_again() -> None:
    desk = shared()
    refused = [ProviderRefused("fedex", "buy", "no", "") for _ in range(3)]
    desk.accounts["fedex.second"].faults.before("buy", *refused)
    del desk.accounts["ups"]
    outcome = desk.buy()
    assert account(outcome) == "fedex"
    assert isinstance(outcome, Bought)
    assert outcome.purchase.attempt == 3
