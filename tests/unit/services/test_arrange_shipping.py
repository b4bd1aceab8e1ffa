"""ArrangeShipping buys the cheapest label, and never a second one."""

import pytest
from orderloom.domain.order import FulfilmentState, Lifecycle
from orderloom.errors import (
    OrderCancelled,
    ProviderRefused,
    ProviderUnavailable,
    ShippingFailed,
)
from orderloom.ports.carrier import Rate
from orderloom.services.arrange_shipping import cheapest

from tests.fakes.carrier import EXPRESS, GROUND
from tests.unit.services.shop import Shop

LOST = ProviderUnavailable("shipstation", "buy label", "timed out")


def test_the_cheapest_label_is_bought_and_kept() -> None:
    shop = Shop().labelled()
    fulfilment = shop.order.fulfilment
    assert fulfilment.state is FulfilmentState.LABELLED
    assert (fulfilment.service, fulfilment.cost) == (GROUND.service, GROUND.amount)
    assert list(shop.labels.documents) == [fulfilment.label_key]
    assert not shop.order.saga_running
    assert shop.orders.find("shipstation", fulfilment.tracking_number or "") == shop.order_id


def test_twice_buys_once() -> None:
    shop = Shop().labelled()
    shop.arrange_shipping(shop.order_id)
    assert len(shop.carrier.bought) == 1


@pytest.mark.parametrize("operation", ["buy", "document"])
def test_a_step_that_died_after_buying_finds_its_label(operation: str) -> None:
    shop = Shop().requested().captured()
    shop.carrier.faults.after(operation, LOST)
    with pytest.raises(ProviderUnavailable):
        shop.arrange_shipping(shop.order_id)
    shop.arrange_shipping(shop.order_id)
    assert len(shop.carrier.bought) == 1
    assert shop.order.fulfilment.label_id == "se-1"


def test_a_cancel_while_the_label_is_bought_leaves_it_on_record_to_be_voided() -> None:
    shop = Shop().requested().captured()
    closing = shop.order.model_copy(
        update={"lifecycle": Lifecycle.CLOSING, "version": shop.order.version + 1}
    )
    shop.orders.before_next_commit(lambda: shop.orders.add(closing))
    with pytest.raises(OrderCancelled):
        shop.arrange_shipping(shop.order_id)
    assert shop.order.fulfilment.label_id == "se-1"
    assert shop.order.saga_running


def test_an_unpaid_order_is_not_shipped() -> None:
    shop = Shop().requested()
    with pytest.raises(ShippingFailed, match="not paid"):
        shop.arrange_shipping(shop.order_id)
    assert shop.carrier.bought == []


def test_no_offer_and_a_refusal_turn_back() -> None:
    shop = Shop().requested().captured()
    shop.carrier.offers = ()
    with pytest.raises(ShippingFailed, match="no rate"):
        shop.arrange_shipping(shop.order_id)
    shop.carrier.offers = (GROUND,)
    shop.carrier.faults.before("buy", ProviderRefused("shipstation", "buy", "bad_address", ""))
    with pytest.raises(ShippingFailed, match="bad_address"):
        shop.arrange_shipping(shop.order_id)


def test_of_equal_prices_the_faster_is_the_cheaper() -> None:
    slow = Rate("r1", "ups", "ground", 900, "USD", 5)
    fast = Rate("r2", "usps", "priority", 900, "USD", 2)
    unknown = Rate("r3", "fedex", "ground", 900, "USD", None)
    assert cheapest((unknown, slow, EXPRESS, fast)) is fast
