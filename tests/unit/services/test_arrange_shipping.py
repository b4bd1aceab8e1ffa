"""ArrangeShipping buys the cheapest label, and never a second one."""

import pytest
from orderloom.domain.order import Fulfilment
from orderloom.domain.outbox import reactions_to
from orderloom.domain.parcel import Parcel
from orderloom.domain.quote import WantedOffer
from orderloom.domain.reactions import WakeParked
from orderloom.domain.shipping import ShippingMode, ShippingPolicy
from orderloom.domain.states import AttentionKind, FulfilmentState, Lifecycle
from orderloom.domain.status import OrderStatus, status_of
from orderloom.errors import (
    CarriersBusy,
    NoCarrierAnswered,
    OrderCancelled,
    OutOfTurns,
    ProviderUnavailable,
    ShippingFailed,
)
from orderloom.services.shop_rates import Offer, on_record

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
    down = ProviderUnavailable("shipstation", "rates", "status 503")
    for retries in range(4):
        shop.carrier.faults.before("rates", down)
        with pytest.raises(NoCarrierAnswered):
            shop.arrange_shipping(shop.order_id, retries)
    shop.carrier.faults.before("rates", down)
    shop.arrange_shipping(shop.order_id, 4)
    assert status_of(shop.order) is OrderStatus.MANUAL_REQUIRED
    assert not shop.order.saga_running
    task = shop.order.attention
    assert task is not None
    assert task.kind is AttentionKind.MANUAL_SHIPPING
    assert "status 503" in task.detail
    assert shop.events[-1] == "shipment.manual_required"


def test_an_order_queues_for_calls_much_longer_than_for_an_answer() -> None:
    shop = Shop().requested().captured()
    spoken_for = OutOfTurns("shipstation", "rates", "its calls are spoken for")
    for retries in (0, 4, 479):
        shop.carrier.faults.before("rates", spoken_for)
        with pytest.raises(CarriersBusy, match="spoken for"):
            shop.arrange_shipping(shop.order_id, retries)
    shop.carrier.faults.before("rates", spoken_for)
    shop.arrange_shipping(shop.order_id, 480)
    assert status_of(shop.order) is OrderStatus.MANUAL_REQUIRED


def test_a_merchant_that_ships_by_hand_buys_nothing() -> None:
    shop = Shop(shipping=ShippingPolicy(mode=ShippingMode.MANUAL)).requested().captured()
    shop.arrange_shipping(shop.order_id)
    assert status_of(shop.order) is OrderStatus.MANUAL_REQUIRED
    assert not shop.carrier.bought


def test_a_switch_over_all_merchants_buys_nothing() -> None:
    shop = Shop().requested().captured()
    shop.switch.set(ShippingMode.MANUAL)
    shop.arrange_shipping(shop.order_id)
    task = shop.order.attention
    assert task is not None
    assert "for all merchants" in task.detail
    assert not shop.carrier.bought


def test_a_label_that_may_be_bought_is_not_bought_again_by_hand() -> None:
    shop = Shop().requested().captured()
    shop.carrier.faults.after("buy", LOST)
    with pytest.raises(ProviderUnavailable):
        shop.arrange_shipping(shop.order_id)
    shop.switch.set(ShippingMode.MANUAL)
    shop.arrange_shipping(shop.order_id)
    task = shop.order.attention
    assert task is not None
    assert task.kind is AttentionKind.LABEL_UNKNOWN


def test_the_choice_and_its_alternatives_are_told() -> None:
    shop = Shop().labelled()
    told = shop.orders.commits[-1].event.data
    assert (told["account"], told["chosen_by"]) == ("shipstation", "cheapest")
    assert (told["service"], told["delivery_days"]) == (GROUND.service, 5)
    assert [offer["service"] for offer in told["alternatives"]] == [EXPRESS.service]


def test_each_of_several_parcels_is_found_by_its_number_and_asked_after() -> None:
    parcels = (Parcel(700), Parcel(300))
    offer = on_record(Offer("shipstation", GROUND))
    wanted = WantedOffer(quote_id="quo_1", offer=offer, parcels=parcels)
    shop = Shop(fulfilment=Fulfilment(wanted=wanted)).labelled()
    assert shop.carrier.shipments[0].parcels == parcels
    first, second = shop.order.fulfilment.parcels
    for parcel in (first, second):
        assert shop.orders.find("shipstation", parcel.tracking_number) == shop.order_id
    assert first.tracking_number == shop.order.fulfilment.tracking_number
    assert shop.order.fulfilment.wanted is None
    woken = [it for it in reactions_to(shop.orders.commits[-1].event) if isinstance(it, WakeParked)]
    assert [it.object_id for it in woken] == [first.tracking_number, second.tracking_number]
