"""One label an order: whatever is refused, lost or died in between."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orderloom.domain.label_purchase import SETTLED
from orderloom.domain.parcel import LabelFormat, Parcel
from orderloom.domain.quote import Silence, WantedOffer
from orderloom.domain.shipping import ShippingPolicy
from orderloom.errors import (
    OrderloomError,
    ProviderPaused,
    ProviderRefused,
    ProviderUnavailable,
    RateLimited,
    VersionConflict,
)
from orderloom.ports.carrier import Carrier, Label, Rate
from orderloom.services.buy_label import BuyLabel
from orderloom.services.label_outcome import Bought, NotBought

from tests.builders.shipments import a_shipment
from tests.fakes.carrier import FakeCarrier
from tests.fakes.clock import FakeClock
from tests.fakes.label_purchases import FakeLabelPurchases

CHEAP = Rate("r1", "usps", "ground", 500, "USD", 6)
MIDDLE = Rate("r2", "ups", "ground", 900, "USD", 4)
DEAR = Rate("r3", "fedex", "air", 2500, "USD", 1)
LOST = ProviderUnavailable("usps", "buy label", "timed out")
REFUSED = ProviderRefused("usps", "buy label", "bad_postcode", "ship_to")


class Desk:
    """Three carriers with an offer each, the cheapest of a kind a test chooses."""

    def __init__(self, *, finds: bool = True, repeats: bool = False) -> None:
        self.usps = FakeCarrier(CHEAP, name="usps", finds=finds, repeats=repeats)
        self.ups = FakeCarrier(MIDDLE, name="ups")
        self.fedex = FakeCarrier(DEAR, name="fedex")
        self.accounts: dict[str, FakeCarrier] = {
            carrier.name: carrier for carrier in (self.usps, self.ups, self.fedex)
        }
        self.purchases = FakeLabelPurchases()
        self.clock = FakeClock()
        self.weights: dict[str, int] = {}

    def buy(
        self,
        accounts: Mapping[str, Carrier] | None = None,
        *,
        passing: bool = True,
        wanted: WantedOffer | None = None,
        **shipment: Any,
    ) -> Bought | NotBought:
        """The step, in a fresh process; `passing`: what was begun before is settled."""
        if passing:
            self.clock.advance(seconds=SETTLED.total_seconds())
        policy = ShippingPolicy(deadline_ms=5000, weights=self.weights)
        buy = BuyLabel(
            purchases=self.purchases,
            accounts=self.accounts if accounts is None else accounts,
            policy=policy,
            clock=self.clock,
        )
        return buy("ord_1", a_shipment(**{"ship_at": self.clock.now(), **shipment}), wanted)

    @property
    def labels(self) -> int:
        return sum(len(carrier.bought) for carrier in self.accounts.values())


def test_the_best_offer_is_bought_and_the_others_are_on_record() -> None:
    bought = Desk().buy()
    assert isinstance(bought, Bought)
    assert bought.label.service == "ground"
    assert bought.purchase.offer.account == "usps"
    assert [offer.account for offer in bought.purchase.alternatives] == ["ups", "fedex"]
    assert bought.purchase.passed_over == {}


def test_who_was_not_compared_is_on_record() -> None:
    desk = Desk()
    desk.usps.faults.before("rates", ProviderUnavailable("usps", "rates", "status 503"))
    desk.ups.faults.before("buy", REFUSED)
    bought = desk.buy()
    assert isinstance(bought, Bought)
    assert bought.purchase.offer.account == "fedex"
    assert "status 503" in bought.purchase.passed_over["usps"]
    assert "bad_postcode" in bought.purchase.passed_over["ups"]


@pytest.mark.parametrize(
    "error",
    [
        REFUSED,
        RateLimited("usps", "buy label", "too many"),
        ProviderPaused("usps", "any call", "it does not answer at present"),
    ],
)
def test_after_a_refusal_the_next_best_is_bought(error: OrderloomError) -> None:
    desk = Desk()
    desk.usps.faults.before("buy", error)
    bought = desk.buy()
    assert isinstance(bought, Bought)
    assert (bought.purchase.offer.account, bought.purchase.attempt) == ("ups", 2)
    assert desk.labels == 1


def test_where_all_refuse_the_reasons_are_told() -> None:
    desk = Desk()
    for carrier in desk.accounts.values():
        carrier.faults.before("buy", REFUSED)
    outcome = desk.buy()
    assert isinstance(outcome, NotBought)
    assert (outcome.unknown, outcome.silence) == (None, None)
    assert set(outcome.reasons) == {"usps", "ups", "fedex"}
    assert "bad_postcode" in outcome.reasons["ups"]
    assert [offer.account for offer in outcome.offers] == ["usps", "ups", "fedex"]


def test_where_one_has_no_calls_left_the_order_may_wait_for_them() -> None:
    desk = Desk()
    desk.usps.faults.before("buy", RateLimited("usps", "buy label", "too many"))
    desk.ups.faults.before("buy", REFUSED)
    desk.fedex.faults.before("buy", REFUSED)
    outcome = desk.buy()
    assert isinstance(outcome, NotBought)
    assert outcome.silence is Silence.BUSY


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("kind", [{"finds": True}, {"finds": False, "repeats": True}])
def test_a_lost_answer_is_cleared_up_before_anything_is_bought(
    moment: str, kind: dict[str, bool]
) -> None:
    desk = Desk(**kind)
    getattr(desk.usps.faults, moment)("buy", LOST)
    with pytest.raises(ProviderUnavailable):
        desk.buy()
    bought = desk.buy()
    assert isinstance(bought, Bought)
    assert desk.labels == 1
    assert bought.label in desk.usps.bought


def test_a_purchase_is_repeated_to_the_letter() -> None:
    """The day after, from another warehouse: only the first request is known to the carrier."""
    desk = Desk(finds=False, repeats=True)
    desk.usps.faults.after("buy", LOST)
    with pytest.raises(ProviderUnavailable):
        desk.buy()
    moved = a_shipment().ship_from.model_copy(update={"city": "Oakland"})
    first = desk.usps.shipments[0]
    desk.buy(
        ship_from=moved,
        ship_at=first.ship_at + timedelta(days=1),
        parcels=(Parcel(700), Parcel(550)),
        label_format=LabelFormat.ZPL,
    )
    assert desk.usps.shipments == [first] * 2


@pytest.mark.parametrize("moment", ["before", "after"])
def test_where_a_carrier_cannot_tell_a_person_looks(moment: str) -> None:
    desk = Desk(finds=False)
    getattr(desk.usps.faults, moment)("buy", LOST)
    with pytest.raises(ProviderUnavailable):
        desk.buy()
    for _ in range(2):
        outcome = desk.buy()
        assert isinstance(outcome, NotBought)
        assert outcome.unknown is not None
        assert outcome.unknown.offer.account == "usps"
    assert desk.labels <= 1


def test_a_carrier_that_stays_away_is_a_persons_after_a_while() -> None:
    desk = Desk()
    desk.usps.faults.after("buy", LOST)
    tries = 0
    desk.usps.faults.before("find_label", *[LOST] * 20)
    while True:
        tries += 1
        try:
            outcome = desk.buy()
        except ProviderUnavailable:
            continue
        break
    assert isinstance(outcome, NotBought)
    assert outcome.unknown is not None
    assert tries == 7
    assert desk.labels == 1


def test_a_label_found_without_its_price_costs_what_was_offered() -> None:
    class Forgetful(FakeCarrier):
        def find_label(self, operation_key: str) -> Label | None:
            label = super().find_label(operation_key)
            return label and replace(label, service="", cost=0, currency="")

    desk = Desk()
    desk.accounts["usps"] = desk.usps = Forgetful(CHEAP, name="usps")
    desk.usps.faults.after("buy", LOST)
    with pytest.raises(ProviderUnavailable):
        desk.buy()
    bought = desk.buy()
    assert isinstance(bought, Bought)
    assert (bought.label.service, bought.label.cost) == ("ground", 500)
    assert bought.label.currency == "USD"


def test_an_account_that_is_gone_is_not_forgotten() -> None:
    desk = Desk()
    desk.usps.faults.after("buy", LOST)
    with pytest.raises(ProviderUnavailable):
        desk.buy()
    outcome = desk.buy({"ups": desk.ups})
    assert isinstance(outcome, NotBought)
    assert outcome.unknown is not None
    assert desk.labels == 1


def test_two_at_the_same_time_do_not_both_buy() -> None:
    desk = Desk()
    desk.purchases.faults.before("save", VersionConflict("ord_1"))
    with pytest.raises(VersionConflict):
        desk.buy()
    assert desk.labels == 0


_MOMENTS = st.sampled_from(["buy-before", "buy-after", "save-before", "save-after", "find-before"])


@given(st.lists(_MOMENTS, max_size=6), st.sampled_from(["finds", "repeats", "neither"]))
def test_whatever_is_lost_there_is_one_label_at_the_most(losses: list[str], kind: str) -> None:
    """A process that dies is a failure between two calls: the next one begins anew."""
    desk = Desk(finds=kind == "finds", repeats=kind == "repeats")
    for loss in losses:
        operation, _, moment = loss.partition("-")
        if operation == "save":
            getattr(desk.purchases.faults, moment)("save", LOST)
        else:
            name = "find_label" if operation == "find" else operation
            getattr(desk.usps.faults, moment)(name, LOST)
    for _ in range(12):
        try:
            outcome = desk.buy()
        except (ProviderUnavailable, VersionConflict):
            continue
        if isinstance(outcome, Bought):
            break
    assert desk.labels <= 1
    if kind != "neither":
        assert desk.labels == 1
