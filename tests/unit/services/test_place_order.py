"""Placing an order, also when two do it at once."""

import dataclasses

import pytest
from orderloom.domain.ordered import Address, Customer
from orderloom.domain.states import Lifecycle, PaymentState, StockState
from orderloom.errors import (
    AlreadyApplied,
    IdempotencyKeyReused,
    InsufficientStock,
    InvalidRequest,
    NotFound,
    TransientError,
    UnknownSku,
)
from orderloom.services.order_lines import WantedLine
from orderloom.services.place_order import OrderRequest, PlaceOrder

from tests.fakes.tenants import FakeTenants
from tests.unit.http.memory import NOW, MemoryContainer
from tests.unit.http.samples import stock, two_tenants

REQUEST = OrderRequest(
    currency="EUR",
    lines=(WantedLine("TEA-1", 2),),
    customer=Customer(email="ada@example.org", name="Ada"),
    ship_to=Address(name="Ada", line1="1 Road", city="London", country="GB"),
    reference=None,
    fingerprint="f1",
)
OTHER = dataclasses.replace(REQUEST, fingerprint="f2")


@pytest.fixture
def container() -> MemoryContainer:
    return two_tenants()


def place_order(container: MemoryContainer) -> PlaceOrder:
    return PlaceOrder(
        orders=container.orders("acme"),
        catalogue=container.catalogue("acme"),
        tenants=container.tenants,
        providers=container.providers,
        quotes=container.quotes("acme"),
        clock=container.clock,
        random_bits=container.random_bits,
    )


def test_a_new_order_is_open_unpaid_and_at_version_one(container: MemoryContainer) -> None:
    result = place_order(container)(REQUEST, "k")
    order, placed = result.order, result.placed
    assert (order.version, order.lifecycle, order.stock) == (1, Lifecycle.OPEN, StockState.NONE)
    assert (order.payment.state, order.payment.expires_at) == (PaymentState.NONE, None)
    assert (order.payment.max_attempts, order.payment_window_seconds) == (2, 600)
    assert order.created_at == order.updated_at == placed.placed_at > NOW
    assert order.order_id == placed.order_id
    assert (placed.shards, placed.weight_grams) == ({"TEA-1": 2}, 200)
    assert not result.replayed


def test_the_catalogue_is_asked_once_however_many_lines(container: MemoryContainer) -> None:
    stock(container, "acme", "TEA-2")
    lines = (WantedLine("TEA-1", 1), WantedLine("TEA-2", 1))
    result = place_order(container)(dataclasses.replace(REQUEST, lines=lines), "k")
    assert container.catalogue("acme").reads == 1
    assert [line.sku for line in result.placed.lines] == ["TEA-1", "TEA-2"]


def test_what_became_of_the_catalogue_does_not_touch_a_replay(container: MemoryContainer) -> None:
    first = place_order(container)(REQUEST, "k")
    stock(container, "acme", "TEA-1", price=9999, currency="USD")
    container.warehouse("acme").units.clear()
    again = place_order(container)(REQUEST, "k")
    assert (again.order, again.replayed) == (first.order, True)


def test_of_two_at_once_the_loser_gets_the_winners_order(container: MemoryContainer) -> None:
    """The twin commits after our look at the idempotency record, before our write."""
    won = []
    container.orders("acme").meanwhile.append(
        lambda: won.append(place_order(container)(REQUEST, "k"))
    )
    lost = place_order(container)(REQUEST, "k")
    assert lost.replayed
    assert (lost.order, lost.placed) == (won[0].order, won[0].placed)
    assert len(container.orders("acme").order_ids) == 1


def test_of_two_bodies_at_once_one_is_refused(container: MemoryContainer) -> None:
    container.orders("acme").meanwhile.append(lambda: place_order(container)(OTHER, "k"))
    with pytest.raises(IdempotencyKeyReused) as raised:
        place_order(container)(REQUEST, "k")
    assert raised.value.field == "Idempotency-Key"
    assert len(container.orders("acme").order_ids) == 1


def test_a_record_that_is_gone_again_is_tried_later(container: MemoryContainer) -> None:
    container.orders("acme").faults.before("place", AlreadyApplied("k"))
    with pytest.raises(TransientError):
        place_order(container)(REQUEST, "k")


def test_an_order_that_cannot_be_read_is_tried_later(container: MemoryContainer) -> None:
    """It is there all the same: another under its id is refused."""
    first = place_order(container)(REQUEST, "k")
    container.orders("acme").faults.before("get", *[NotFound("order", "x")] * 3)
    with pytest.raises(TransientError):
        place_order(container)(REQUEST, "k")
    assert container.orders("acme").order_ids == [first.order.order_id]


@pytest.mark.parametrize(
    ("call", "when"), [("place", "after"), ("place_claimed", "before"), ("place_claimed", "after")]
)
def test_who_died_between_key_and_order_is_gone_on_from(
    container: MemoryContainer, call: str, when: str
) -> None:
    orders = container.orders("acme")
    getattr(orders.faults, when)(call, TransientError("killed"))
    with pytest.raises(TransientError):
        place_order(container)(REQUEST, "k")
    key = orders.idempotent("k")
    assert key is not None
    with pytest.raises(IdempotencyKeyReused):
        place_order(container)(OTHER, "k")
    again = place_order(container)(REQUEST, "k")
    assert (again.order.order_id, again.placed.order_id) == (key.order_id, key.order_id)
    assert orders.order_ids == [key.order_id]
    assert place_order(container)(REQUEST, "k").replayed


def test_two_that_go_on_from_one_key_end_in_one_order(container: MemoryContainer) -> None:
    orders = container.orders("acme")
    orders.faults.after("place", TransientError("killed"))
    with pytest.raises(TransientError):
        place_order(container)(REQUEST, "k")
    first = place_order(container)(REQUEST, "k")
    orders.faults.before("get", NotFound("order", first.order.order_id))
    second = place_order(container)(REQUEST, "k")
    assert (second.order, second.replayed) == (first.order, True)
    assert len(orders.order_ids) == 1


@pytest.mark.parametrize(
    ("lines", "error", "field"),
    [
        ((WantedLine("TEA-1", 1), WantedLine("MUG", 1)), UnknownSku, "lines.1.sku"),
        ((WantedLine("TEA-1", 1), WantedLine("TEA-1", 1)), InvalidRequest, "lines.1.sku"),
        ((WantedLine("TEA-1", 10_000_000),), InvalidRequest, "lines"),
    ],
)
def test_what_cannot_be_ordered_leaves_nothing_behind(
    container: MemoryContainer,
    lines: tuple[WantedLine, ...],
    error: type[InvalidRequest],
    field: str,
) -> None:
    with pytest.raises(error) as raised:
        place_order(container)(dataclasses.replace(REQUEST, lines=lines), "k")
    assert raised.value.field == field
    assert container.orders("acme").stored == (0, 0, 0)


def test_units_on_all_counters_count(container: MemoryContainer) -> None:
    ten = dataclasses.replace(REQUEST, lines=(WantedLine("TEA-1", 10),))
    assert place_order(container)(ten, "k").order.total == 4500
    eleven = dataclasses.replace(REQUEST, lines=(WantedLine("TEA-1", 11),))
    with pytest.raises(InsufficientStock) as raised:
        place_order(container)(eleven, "k2")
    assert (raised.value.requested, raised.value.available) == (11, 10)


def test_a_tenant_that_is_gone_places_nothing(container: MemoryContainer) -> None:
    container.tenants = FakeTenants()
    with pytest.raises(NotFound):
        place_order(container)(REQUEST, "k")
