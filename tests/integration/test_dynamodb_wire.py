"""What reaches DynamoDB: which operations, which keys, and nothing else."""

import json
from datetime import timedelta

from botocore.awsrequest import AWSPreparedRequest
from orderloom.domain.catalogue import Allocation
from orderloom.ports.orders import ProviderObject, StockMove

from tests.builders.inbound import a_parked_event
from tests.builders.tenants import a_connection, a_tenant
from tests.builders.transitions import a_note, a_source, a_transition
from tests.fakes.clock import MOMENT
from tests.integration.steps import placed_order, stocked, units_left
from tests.integration.wire import partition_keys, recorded
from tests.integration.worlds import DynamoWorld

GRANTED = {"GetItem", "BatchGetItem", "Query", "PutItem", "DeleteItem", "TransactWriteItems"}
"""Of what the functions' policies allow. A transaction needs UpdateItem and ConditionCheckItem."""


def use_everything(world: DynamoWorld) -> None:
    orders = world.orders()
    stocked(world, "MUG-1", 5, 5)
    units_left(world, "MUG-1", 2)
    world.catalogue().products(["MUG-1"])
    order = placed_order(world)
    taken = StockMove((Allocation(sku="MUG-1", shard=0, quantity=1),), direction=-1)
    parked = a_parked_event(tenant_id=world.tenant_id)
    orders.park(parked)
    requested = a_transition(order)
    reference = ProviderObject("stripe", "pi_1")
    orders.commit(requested, stock=taken, aliases=[reference], unpark=parked)
    orders.note(a_note(requested.order, a_source("evt_2")))
    orders.unpark(parked)
    orders.save_token(order.order_id, "token")
    orders.token(order.order_id)
    orders.find("stripe", "pi_1")
    orders.parked("stripe", "pi_1")
    orders.timeline(order.order_id)
    orders.page(limit=2, before=None, since=MOMENT - timedelta(days=40), list_shards=2)


def test_only_granted_operations_are_used(dynamodb: DynamoWorld) -> None:
    """No DescribeTable above all: PynamoDB would like one, and no function may."""
    with recorded() as requests:
        use_everything(dynamodb)
        dynamodb.tenants.register(a_tenant(dynamodb.tenant_id), f"olk_{dynamodb.tenant_id}")
        dynamodb.tenants.connect(dynamodb.tenant_id, a_connection())
        dynamodb.tenants.connected(dynamodb.tenant_id)
    used = {operation for operation, _ in requests}
    assert used - {"Encrypt"} == GRANTED


def test_every_key_a_tenants_repository_names_is_the_tenants(dynamodb: DynamoWorld) -> None:
    """What IAM's LeadingKeys condition will demand of a tenant's credentials."""
    with recorded() as requests:
        use_everything(dynamodb)
    named = {key for _, parameters in requests for key in partition_keys(parameters)}
    queried = {
        value["S"]
        for operation, parameters in requests
        if operation == "Query"
        for value in parameters["ExpressionAttributeValues"].values()
        if value["S"].startswith("T#")
    }
    assert len(named) >= 8
    assert len(queried) > 4
    prefix = f"T#{dynamodb.tenant_id}#"
    assert [key for key in named | queried if not key.startswith(prefix)] == []


def test_a_commit_is_one_request(dynamodb: DynamoWorld) -> None:
    order = placed_order(dynamodb)
    with recorded() as requests:
        dynamodb.orders().commit(a_transition(order))
    assert [operation for operation, _ in requests] == ["TransactWriteItems"]


def test_a_page_reads_about_as_much_as_it_shows(dynamodb: DynamoWorld) -> None:
    for number in range(40):
        placed_order(dynamodb, created_at=MOMENT + timedelta(minutes=number))
    since = MOMENT - timedelta(days=1)
    dynamodb.clock.set(MOMENT + timedelta(hours=1))
    with recorded() as requests:
        page = dynamodb.orders().page(limit=5, before=None, since=since, list_shards=4)
    assert len(page.orders) == 5
    limits = [parameters["Limit"] for operation, parameters in requests if operation == "Query"]
    assert sum(limits) <= 20
    batches = [parameters for operation, parameters in requests if operation == "BatchGetItem"]
    assert len(batches) == 1
    ((_, asked),) = batches[0]["RequestItems"].items()
    assert len(asked["Keys"]) == 5


def test_a_commit_that_the_client_repeats_is_still_one(dynamodb: DynamoWorld) -> None:
    """After a lost answer botocore sends again: the token makes DynamoDB write once."""
    order = placed_order(dynamodb)
    bodies: list[bytes] = []

    def note_down(request: AWSPreparedRequest, **_: object) -> None:
        assert isinstance(request.body, bytes)
        bodies.append(request.body)

    events = dynamodb.table._connection.connection.client.meta.events
    events.register_first("before-send.dynamodb.TransactWriteItems", note_down)
    dynamodb.orders().commit(a_transition(order))
    assert len(json.loads(bodies[0])["ClientRequestToken"]) == 36
