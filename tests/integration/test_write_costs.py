"""What each kind of commit costs: two write units a KB of every item in a transaction.

An order's whole way is the sum of these; tests that fail here say what every order will cost.
Not counted: the order list's entry (one unit, at placing only), as no index holds anything
that a later commit changes.
"""

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from orderloom.domain.catalogue import Allocation
from orderloom.domain.ledger import EntryKind
from orderloom.domain.order import Order
from orderloom.domain.transition import EventType
from orderloom.ports.orders import ProviderObject, StockMove

from tests.builders.inbound import a_parked_event
from tests.builders.transitions import a_note, a_source, a_transition
from tests.integration.conftest import TABLE
from tests.integration.ledgers import an_operation, moving
from tests.integration.parcels_on_their_way import PARCEL, scan_of
from tests.integration.steps import placed_order, stocked
from tests.integration.wire import Request, recorded
from tests.integration.worlds import DynamoWorld
from tests.item_size import item_size

KILOBYTE = 1024


def cost(requests: list[Request]) -> int:
    """Of the writes among `requests`, by what is stored after them."""
    return sum(_units(operation, parameters) for operation, parameters in requests)


def _units(operation: str, parameters: dict[str, Any]) -> int:
    if operation in {"PutItem", "DeleteItem", "UpdateItem"}:
        return _kilobytes(parameters.get("Item") or parameters["Key"])
    steps = [write for step in parameters.get("TransactItems", []) for write in step.values()]
    return sum(2 * _kilobytes(step.get("Item") or step["Key"]) for step in steps)


def _kilobytes(named: dict[str, Any]) -> int:
    key = {name: named[name] for name in ("PK", "SK")}
    stored = boto3.client("dynamodb").get_item(TableName=TABLE, Key=key, ConsistentRead=True)
    return max(1, -(-item_size(dict(stored.get("Item", {}))) // KILOBYTE))


def reserve(world: DynamoWorld, order: Order) -> None:
    taken = StockMove((Allocation(sku="MUG-1", shard=0, quantity=1),), direction=-1)
    world.orders().commit(a_transition(order, allocations=taken.allocations), stock=taken)


def request_payment(world: DynamoWorld, order: Order) -> None:
    requested = a_transition(order, EventType.PAYMENT_REQUESTED)
    world.orders().commit(requested)
    world.orders().refer(ProviderObject("stripe", order.order_id), order.order_id)


def tell(world: DynamoWorld, order: Order) -> None:
    """A webhook that changes the order and moves no money."""
    world.orders().commit(a_transition(order, source=a_source()))


def move_on(world: DynamoWorld, order: Order) -> None:
    """The first of its scans: one write, while the head is below a KB."""
    world.orders().commit(scan_of(order.model_copy(update={"fulfilment": PARCEL}), "scan-1"))


def capture(world: DynamoWorld, order: Order) -> None:
    """Two units more than one without money: its entry in the ledger."""
    world.orders().commit(moving(order, EntryKind.CAPTURED, "pi_3MtwBwLkdIwHu7ix28a3tqPa"))


def ask_for_a_refund(world: DynamoWorld, order: Order) -> None:
    asked = an_operation(order, reason="came dented")
    world.orders().commit(a_transition(order), operation=asked)


def lose_a_dispute(world: DynamoWorld, order: Order) -> None:
    """Two entries: the money and the fee."""
    told = moving(order, EntryKind.DISPUTED, "dp_1MtwBwLkdIwHu7ix28a3tqPa")
    fee = moving(order, EntryKind.FEE, "dp_1MtwBwLkdIwHu7ix28a3tqPa", 1500)
    world.orders().commit(told.model_copy(update={"entries": told.entries + fee.entries}))


def capture_parked(world: DynamoWorld, order: Order) -> None:
    parked = a_parked_event(tenant_id=world.tenant_id)
    world.orders().commit(a_transition(order, source=a_source()), unpark=parked)


def note(world: DynamoWorld, order: Order) -> None:
    world.orders().note(a_note(order))


def note_parked(world: DynamoWorld, order: Order) -> None:
    world.orders().note(a_note(order), unpark=a_parked_event(tenant_id=world.tenant_id))


def park(world: DynamoWorld, _: Order) -> None:
    world.orders().park(a_parked_event(tenant_id=world.tenant_id))


def keep_token(world: DynamoWorld, order: Order) -> None:
    world.orders().save_token(order.order_id, "t" * 700)


@pytest.mark.parametrize(
    ("act", "units"),
    [
        (reserve, 6),
        (request_payment, 5),
        (tell, 4),
        (move_on, 1),
        (capture, 6),
        (ask_for_a_refund, 6),
        (lose_a_dispute, 8),
        (capture_parked, 6),
        (note, 1),
        (note_parked, 4),
        (park, 4),
        (keep_token, 1),
    ],
)
def test_what_a_write_costs(
    dynamodb: DynamoWorld, act: Callable[[DynamoWorld, Order], None], units: int
) -> None:
    stocked(dynamodb, "MUG-1", 5)
    order = placed_order(dynamodb)
    with recorded() as requests:
        act(dynamodb, order)
    assert cost(requests) == units


def test_what_placing_costs(dynamodb: DynamoWorld) -> None:
    with recorded() as requests:
        placed_order(dynamodb)
    assert cost(requests) == 5


def test_what_setting_a_product_costs(dynamodb: DynamoWorld) -> None:
    with recorded() as requests:
        stocked(dynamodb, "MUG-1", 1, 1, 1, 1)
    assert cost(requests) == 10
