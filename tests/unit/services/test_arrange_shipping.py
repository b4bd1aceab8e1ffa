"""ArrangeShipping buys the cheapest label, and never a second one."""

import pytest
from orderloom.domain.shipping import ShippingMode, ShippingPolicy
from orderloom.domain.states import AttentionKind, FulfilmentState, Lifecycle
from orderloom.domain.status import OrderStatus, status_of
from orderloom.errors import OrderCancelled, ProviderUnavailable, ShippingFailed

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


def test_an_order_that_no_carrier_takes_waits_for_a_person() -> None:
    shop = Shop().requested().captured()
    shop.carrier.faults.before("rates", ProviderUnavailable("shipstation", "rates", "status 503"))
    shop.arrange_shipping(shop.order_id)
    assert status_of(shop.order) is OrderStatus.MANUAL_REQUIRED
    assert not shop.order.saga_running
    task = shop.order.attention
    assert task is not None
    assert task.kind is AttentionKind.MANUAL_SHIPPING
    assert "status 503" in task.detail
    assert shop.events[-1] == "shipment.manual_required"


def test_a_merchant_that_ships_by_hand_buys_nothing() -> None:
    shop = Shop(shipping=ShippingPolicy(mode=ShippingMode.MANUAL)).requested().captured()
    shop.arrange_shipping(shop.order_id)
    assert status_of(shop.order) is OrderStatus.MANUAL_REQUIRED
    assert not shop.carrier.bought


def test_the_choice_and_its_alternatives_are_told() -> None:
    shop = Shop().labelled()
    told = shop.orders.commits[-1].event.data
    assert told["account"] == "shipstation"
    assert [offer["service"] for offer in told["alternatives"]] == [EXPRESS.service]
