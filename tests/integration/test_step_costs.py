"""The simulation's list of costs says what really goes over the wire, step for step."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

import boto3
import pytest
from orderloom import keys
from orderloom.domain.states import FulfilmentState

from orderloom_cli.capacity import steps, storage
from orderloom_cli.capacity.life import Life
from orderloom_cli.capacity.touch import Family, Touch
from tests.integration.conftest import TABLE
from tests.integration.consumption import Units, consumed
from tests.integration.course import COUNTERS, INTENT, PARCEL, SKU, Course
from tests.integration.wire import recorded
from tests.integration.worlds import DynamoWorld
from tests.item_size import item_size

STEPS = [step.__name__ for step in (steps.refuse, *steps.PLACED, *steps.PAID, steps.track)]
READS = ["view_order", "view_timeline", "view_product", "list_orders"]
ALL = [*STEPS, *READS]
LATER_SCANS = (
    *(FulfilmentState.EXCEPTION, FulfilmentState.OUT_FOR_DELIVERY),
    FulfilmentState.DELIVERED,
)
assert len(LATER_SCANS) == steps.SCANS - 1

Measured = dict[str, dict[str, Units]]


@pytest.fixture
def course(dynamodb: DynamoWorld) -> Course:
    return Course(dynamodb)


@pytest.fixture
def measured(course: Course) -> Measured:
    """Of one order, from its placing to its parcel's arrival, and then looked at."""
    found = {}
    for name in ALL:
        if name == READS[0]:
            for state in LATER_SCANS:
                course.track(state)
        with recorded() as requests:
            getattr(course, name)()
        found[name] = consumed(requests)
    return found


def life_of(course: Course) -> Life:
    created_at = course.orders.get(course.order_id).created_at
    return Life(
        tenant_id=course.tenant_id,
        order_id=course.order_id,
        sku=SKU,
        created_at=created_at,
        list_shards=4,
        stock_shards=COUNTERS,
        idempotency_key=course.key,
        intent_id=INTENT,
        tracking_number=PARCEL,
    )


def listed(name: str, life: Life) -> Iterable[Touch]:
    """The list's entry for a step, as one environment's first order has it."""
    match name:
        case "place":
            return chain(steps.price(life), steps.glance(life), steps.place(life))
        case "refuse":
            looks = chain(steps.price(life), steps.glance(life), steps.doubt(life))
            return chain(looks, steps.refuse(life))
        case "list_orders":
            return steps.list_orders(life, [life.order_id])
        case _:
            found: Iterable[Touch] = getattr(steps, name)(life)
            return found


def summed(touches: Iterable[Touch]) -> dict[str, Units]:
    found: defaultdict[str, Units] = defaultdict(Units)
    for touch in touches:
        found[touch.partition].writes += touch.writes
        found[touch.partition].reads += touch.reads
    return dict(found)


@pytest.mark.parametrize("name", ALL)
def test_a_step_costs_what_the_simulation_says(
    measured: Measured, course: Course, name: str
) -> None:
    assert measured[name] == summed(listed(name, life_of(course)))


def items_of(course: Course) -> Iterator[tuple[Family, int]]:
    """Family and size of everything the order has left in table and index."""
    client = boto3.client("dynamodb")
    life = life_of(course)
    partitions = {
        life.partition: Family.ORDER,
        keys.reference(life.tenant_id, "stripe", INTENT).pk: Family.REFERENCE,
        keys.reference(life.tenant_id, "shipstation", PARCEL).pk: Family.REFERENCE,
        keys.idempotency(life.tenant_id, course.key).pk: Family.IDEMPOTENCY,
    }
    for partition, family in partitions.items():
        answer = client.query(
            TableName=TABLE,
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": {"S": partition}},
        )
        for item in answer["Items"]:
            yield family, item_size(item)
            if "OLPK" in item:
                yield Family.LIST, item_size({k: item[k] for k in ("PK", "SK", "OLPK", "OLSK")})
            if "CUPK" in item:
                entry = {k: item[k] for k in ("PK", "SK", "CUPK", "CUSK")}
                parcel = item["SK"]["S"] == "WATCH"
                yield Family.PARCELS if parcel else Family.CUSTOMER, item_size(entry)


@pytest.mark.usefixtures("measured")
def test_an_order_leaves_as_much_as_the_simulation_says(course: Course) -> None:
    found = list(items_of(course))
    for family, stored in storage.PER_ORDER.items():
        sizes = [size for kind, size in found if kind == family]
        assert len(sizes) == stored.items
        assert 0.8 * stored.size <= sum(sizes) <= stored.size, family
