"""ReserveStock takes all lines or none, once."""

import pytest
from orderloom.domain.states import Lifecycle, StockState
from orderloom.errors import OrderCancelled, OutOfStock, TransientError

from tests.builders.orders import a_line, a_placed
from tests.unit.services.shop import Shop


def test_it_takes_the_units_and_says_from_where() -> None:
    shop = Shop()
    shop.reserve_stock(shop.order_id)
    assert shop.order.stock is StockState.RESERVED
    assert sum(allocation.quantity for allocation in shop.order.allocations) == 2
    assert shop.stock == 4


def test_twice_takes_once() -> None:
    shop = Shop()
    shop.reserve_stock(shop.order_id)
    shop.reserve_stock(shop.order_id)
    assert shop.stock == 4
    assert shop.events == ["stock.reserved"]


def test_too_few_units_take_nothing() -> None:
    shop = Shop()
    shop.orders.add(shop.order, a_placed(shop.order, lines=(a_line(quantity=7),)))
    with pytest.raises(OutOfStock):
        shop.reserve_stock(shop.order_id)
    assert shop.stock == 6
    assert shop.order.stock is StockState.NONE


def test_an_order_being_given_up_takes_nothing() -> None:
    shop = Shop(lifecycle=Lifecycle.CLOSING)
    with pytest.raises(OrderCancelled):
        shop.reserve_stock(shop.order_id)
    assert shop.stock == 6


def test_it_decides_again_when_the_order_changed_meanwhile() -> None:
    shop = Shop()
    closing = shop.order.model_copy(update={"lifecycle": Lifecycle.CLOSING, "version": 2})
    shop.orders.before_next_commit(lambda: shop.orders.add(closing))
    with pytest.raises(OrderCancelled):
        shop.reserve_stock(shop.order_id)
    assert shop.stock == 6


def test_contention_without_end_is_left_to_a_later_try() -> None:
    shop = Shop()
    for _ in range(20):
        shop.orders.before_next_commit(
            lambda: shop.orders.add(
                shop.order.model_copy(update={"version": shop.order.version + 1})
            )
        )
    with pytest.raises(TransientError):
        shop.reserve_stock(shop.order_id)
    assert shop.stock == 6
