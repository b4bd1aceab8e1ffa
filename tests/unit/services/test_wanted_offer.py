"""A label by the offer the merchant chose, and by no other."""

from datetime import timedelta

import pytest
from orderloom.domain.parcel import Parcel
from orderloom.domain.quote import WantedOffer
from orderloom.errors import ProviderRefused
from orderloom.ports.carrier import Rate
from orderloom.services.buy_label import Bought, NotBought
from orderloom.services.shop_rates import Offer, on_record

from tests.fakes.clock import MOMENT
from tests.unit.services.test_buy_label import MIDDLE, Desk

TODAY = Rate("r2-today", "ups", "ground", 950, "USD", 4)
STALE = ProviderRefused("ups", "buy label", "rate_expired", "rate_id")


def wanted(rate: Rate = MIDDLE, *, minutes: int = 15, account: str = "ups") -> WantedOffer:
    return WantedOffer(
        quote_id="quo_1",
        until=MOMENT + timedelta(minutes=minutes),
        offer=on_record(Offer(account, rate)),
        parcels=(Parcel(1250),),
    )


def test_what_was_chosen_is_bought_as_it_was_quoted() -> None:
    desk = Desk()
    desk.ups.offers = (TODAY,)
    bought = desk.buy(wanted=wanted())
    assert isinstance(bought, Bought)
    assert (bought.label.carrier, bought.label.cost) == ("ups", MIDDLE.amount)
    assert bought.purchase.chosen_by == "quo_1"
    others = {offer.account for offer in bought.purchase.alternatives}
    assert others == {"usps", "ups", "fedex"}


@pytest.mark.parametrize("minutes", [0, -60])
def test_after_the_quote_the_service_is_bought_at_todays_price(minutes: int) -> None:
    desk = Desk()
    desk.ups.offers = (TODAY,)
    bought = desk.buy(wanted=wanted(minutes=minutes))
    assert isinstance(bought, Bought)
    assert bought.label.cost == TODAY.amount


def test_a_quoted_rate_that_is_refused_is_asked_for_anew() -> None:
    desk = Desk()
    desk.ups.offers = (TODAY,)
    desk.ups.faults.before("buy", STALE)
    bought = desk.buy(wanted=wanted())
    assert isinstance(bought, Bought)
    assert (bought.label.cost, bought.purchase.attempt) == (TODAY.amount, 2)
    assert "rate_expired" in bought.purchase.passed_over["ups"]


def test_where_it_cannot_be_had_a_person_decides_and_nothing_else_is_bought() -> None:
    desk = Desk()
    desk.ups.faults.before("buy", STALE)
    outcome = desk.buy(wanted=wanted())
    assert isinstance(outcome, NotBought)
    assert "rate_expired" in outcome.reasons["ups"]
    assert desk.labels == 0


def test_an_account_that_is_gone_sells_nothing() -> None:
    desk = Desk()
    outcome = desk.buy(wanted=wanted(account="ups.second"))
    assert isinstance(outcome, NotBought)
    assert "chosen" in outcome.reasons["rates"]
