"""The merchant's way of choosing, whatever order the offers came in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orderloom.domain.shipping import RateStrategy, ShippingPolicy
from orderloom.ports.carrier import Rate
from orderloom.services.choose_rate import ranked
from orderloom.services.shop_rates import Offer


def offer(
    carrier: str, amount: int, days: int | None, *, currency: str = "USD", service: str = "s"
) -> Offer:
    rate = Rate(f"{carrier}-{service}", carrier, service, amount, currency, days)
    return Offer(carrier, rate)


SLOW = offer("usps", 500, 7)
GROUND = offer("ups", 900, 4)
EXPRESS = offer("fedex", 2500, 1)
SILENT = offer("dhl", 800, None)
ALL = (EXPRESS, SLOW, SILENT, GROUND)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (ShippingPolicy(), [SLOW, SILENT, GROUND, EXPRESS]),
        (ShippingPolicy(strategy=RateStrategy.FASTEST), [EXPRESS, GROUND, SLOW, SILENT]),
        (
            ShippingPolicy(strategy=RateStrategy.CHEAPEST_WITHIN_DAYS, within_days=5),
            [GROUND, EXPRESS, SLOW, SILENT],
        ),
        (
            ShippingPolicy(strategy=RateStrategy.PREFERRED_CARRIER, preferred=("dhl", "fedex")),
            [SILENT, EXPRESS, SLOW, GROUND],
        ),
    ],
)
def test_each_strategy_ranks_all_offers(policy: ShippingPolicy, expected: list[Offer]) -> None:
    assert list(ranked(ALL, policy, "USD")) == expected


@given(st.permutations(ALL), st.sampled_from(RateStrategy))
def test_the_order_of_answers_does_not_matter(offers: list[Offer], strategy: RateStrategy) -> None:
    policy = ShippingPolicy(strategy=strategy, preferred=("ups",))
    assert ranked(offers, policy, "USD") == ranked(ALL, policy, "USD")


def test_only_prices_in_the_orders_currency_are_compared() -> None:
    rupees = offer("shiprocket", 10, 3, currency="INR")
    assert ranked([rupees, GROUND], ShippingPolicy(), "USD") == (GROUND,)


def test_a_foreign_currency_will_do_if_it_is_the_only_one() -> None:
    cheap, dear = (offer("shiprocket", n, 3, currency="INR", service=str(n)) for n in (10, 20))
    assert ranked([dear, cheap], ShippingPolicy(), "USD") == (cheap, dear)


def test_different_foreign_currencies_are_left_to_a_person() -> None:
    offers = [offer("a", 1, 1, currency="EUR"), offer("b", 2, 2, currency="INR")]
    assert ranked(offers, ShippingPolicy(), "USD") == ()
