"""A label by the service the merchant chose, and by no other."""

from orderloom.domain.parcel import Parcel
from orderloom.domain.quote import WantedOffer
from orderloom.errors import ProviderRefused
from orderloom.ports.carrier import Rate
from orderloom.services.label_outcome import Bought, NotBought
from orderloom.services.shop_rates import Offer, on_record

from tests.unit.services.test_buy_label import MIDDLE, Desk

TODAY = Rate("r2-today", "ups", "ground", 950, "USD", 4)
REFUSED = ProviderRefused("ups", "buy label", "bad_postcode", "ship_to")


def wanted(account: str = "ups") -> WantedOffer:
    offer = on_record(Offer(account, MIDDLE))
    return WantedOffer(quote_id="quo_1", offer=offer, parcels=(Parcel(1250),))


def test_the_service_that_was_chosen_is_bought_at_todays_price() -> None:
    desk = Desk()
    desk.ups.offers = (TODAY,)
    bought = desk.buy(wanted=wanted())
    assert isinstance(bought, Bought)
    assert (bought.label.carrier, bought.label.cost) == ("ups", TODAY.amount)
    assert bought.purchase.chosen_by == "quo_1"
    assert [offer.account for offer in bought.purchase.alternatives] == ["usps", "fedex"]


def test_where_it_cannot_be_had_a_person_decides_and_nothing_else_is_bought() -> None:
    desk = Desk()
    desk.ups.faults.before("buy", REFUSED)
    outcome = desk.buy(wanted=wanted())
    assert isinstance(outcome, NotBought)
    assert "bad_postcode" in outcome.reasons["ups"]
    assert desk.labels == 0


def test_an_account_that_is_gone_sells_nothing() -> None:
    outcome = Desk().buy(wanted=wanted(account="ups.second"))
    assert isinstance(outcome, NotBought)
    assert "not offered" in outcome.reasons["rates"]
