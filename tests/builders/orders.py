"""Orders with sensible defaults; name only what a test is about."""

from dataclasses import replace
from datetime import datetime
from itertools import count

from orderloom.domain.identifiers import new_order_id
from orderloom.domain.order import Order, Payment
from orderloom.domain.ordered import Address, Customer, Line, Placed
from orderloom.ports.orders import IdempotencyRecord

from tests.fakes.clock import MOMENT

_numbers = count(1)


def an_order_id(created_at: datetime = MOMENT) -> str:
    """Another one on every call, as from the real generator."""
    return new_order_id(created_at, lambda _: next(_numbers))


def an_address(**changes: object) -> Address:
    address = Address(
        name="Ada Lovelace",
        line1="12 Analytical Way",
        city="Austin",
        state="TX",
        postal_code="78701",
        country="US",
    )
    return address.model_copy(update=changes)


def a_customer(**changes: object) -> Customer:
    return Customer(email="ada@example.com", name="Ada Lovelace").model_copy(update=changes)


def a_line(**changes: object) -> Line:
    line = Line(sku="MUG-1", name="Mug", quantity=2, unit_price=1250, unit_weight_grams=400)
    return line.model_copy(update=changes)


def a_payment(**changes: object) -> Payment:
    return Payment(max_attempts=1).model_copy(update=changes)


def an_order(*, created_at: datetime = MOMENT, **changes: object) -> Order:
    """As just placed, at version 1."""
    order = Order(
        order_id=an_order_id(created_at),
        tenant_id="acme",
        version=1,
        created_at=created_at,
        updated_at=created_at,
        currency="USD",
        total=2500,
        payment_window_seconds=1800,
        payment=a_payment(),
    )
    return order.model_copy(update=changes)


def a_placed(order: Order | None = None, **changes: object) -> Placed:
    """What `order` was placed with."""
    order = order or an_order()
    placed = Placed(
        order_id=order.order_id,
        tenant_id=order.tenant_id,
        placed_at=order.created_at,
        reference="PO-7",
        customer=a_customer(),
        ship_to=an_address(),
        lines=(a_line(),),
        shards={"MUG-1": 3},
    )
    return placed.model_copy(update=changes)


def an_idempotency_record(order: Order, **changes: str) -> IdempotencyRecord:
    record = IdempotencyRecord(f"key-{order.order_id}", "f00d", order.order_id)
    return replace(record, **changes)
