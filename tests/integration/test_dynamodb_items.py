"""Items as they are stored, and items that are not as they should be."""

from datetime import timedelta
from typing import Any

import boto3
import pytest
from mypy_boto3_dynamodb import DynamoDBClient
from orderloom import keys
from orderloom.adapters.dynamodb.stream import COPY_MARK, committed_event
from orderloom.domain.catalogue import Allocation
from orderloom.domain.order import Attention
from orderloom.domain.states import AttentionKind
from orderloom.errors import CorruptRecord, TransactionTooLarge
from orderloom.ports.orders import StockMove

from tests.builders.inbound import a_parked_event
from tests.builders.transitions import a_source, a_transition
from tests.fakes.clock import MOMENT
from tests.integration.conftest import TABLE
from tests.integration.steps import placed_order
from tests.integration.worlds import DynamoWorld


@pytest.fixture
def client(dynamodb: DynamoWorld) -> DynamoDBClient:  # noqa: ARG001 - makes the table
    return boto3.client("dynamodb")


def item(client: DynamoDBClient, key: keys.Key) -> dict[str, Any]:
    stored = client.get_item(TableName=TABLE, Key=_named(key), ConsistentRead=True)
    return dict(stored.get("Item", {}))


def change(client: DynamoDBClient, key: keys.Key, field: str, value: dict[str, Any] | None) -> None:
    """Damage one attribute of an item; None takes it away."""
    client.update_item(
        TableName=TABLE,
        Key=_named(key),
        UpdateExpression="SET #field = :value" if value else "REMOVE #field",
        ExpressionAttributeNames={"#field": field},
        **({"ExpressionAttributeValues": {":value": value}} if value else {}),  # type: ignore[arg-type]  # a union of shapes
    )


def _named(key: keys.Key) -> dict[str, Any]:
    return {"PK": {"S": key.pk}, "SK": {"S": key.sk}}


def test_a_fresh_head_stores_no_defaults(dynamodb: DynamoWorld, client: DynamoDBClient) -> None:
    order = placed_order(dynamodb, list_shards=4)
    stored = item(client, keys.order(dynamodb.tenant_id, order.order_id))
    shard = keys.shard_of(order.order_id, 4)
    assert stored["OLPK"]["S"] == f"T#{dynamodb.tenant_id}#ORDERS#2025-03#{shard}"
    assert stored["OLSK"]["S"] == f"2025-03-14T09:26:53.589793Z#{order.order_id}"
    assert stored["payment"] == {"M": {"max_attempts": {"N": "1"}}}
    fields = "order_id tenant_id version created_at updated_at currency total payment"
    assert set(stored) == {
        *("PK", "SK", "OLPK", "OLSK", "payment_window_seconds"),
        *fields.split(),
    }


def test_an_order_is_listed_under_a_digest_of_its_customers_address(
    dynamodb: DynamoWorld, client: DynamoDBClient
) -> None:
    order = placed_order(dynamodb, list_shards=4)
    stored = item(client, keys.placed(dynamodb.tenant_id, order.order_id))
    shard = keys.shard_of(order.order_id, 4)
    # 32 hexadecimal digits of the SHA-256 of ada@example.com.
    digest = "b5fc85e55755f9e0d030a10ab4429b6b"
    assert stored["CUPK"]["S"] == f"T#{dynamodb.tenant_id}#CUST#{digest}#{shard}"
    assert stored["CUSK"]["S"] == f"2025-03-14T09:26:53.589793Z#{order.order_id}"


def test_an_order_that_needs_a_person_is_on_the_attention_list_while_it_does(
    dynamodb: DynamoWorld, client: DynamoDBClient
) -> None:
    order = placed_order(dynamodb)
    key = keys.order(dynamodb.tenant_id, order.order_id)
    attention = Attention(kind=AttentionKind.REFUND_FAILED, since=MOMENT, detail="no funds")
    opened = a_transition(order, attention=attention)
    dynamodb.orders().commit(opened)
    stored = item(client, key)
    assert stored["ATPK"]["S"] == f"T#{dynamodb.tenant_id}#ATTN#refund_failed"
    assert stored["ATSK"]["S"] == f"2025-03-14T09:26:53.589793Z#{order.order_id}"
    dynamodb.orders().commit(a_transition(opened.order, attention=None))
    stored = item(client, key)
    assert {"ATPK", "ATSK", "attention"}.isdisjoint(stored)
    assert {"OLPK", "OLSK"} <= set(stored)


def test_what_may_go_has_a_time_to_live(dynamodb: DynamoWorld, client: DynamoDBClient) -> None:
    order = placed_order(dynamodb)
    dynamodb.orders().park(a_parked_event(tenant_id=dynamodb.tenant_id))
    remembered = item(client, keys.idempotency(dynamodb.tenant_id, f"key-{order.order_id}"))
    parked = item(client, keys.parked_event(dynamodb.tenant_id, "stripe", "pi_1", "evt_1"))
    lives = {
        "a day": int((MOMENT + timedelta(days=1)).timestamp()),
        "a month": int((MOMENT + timedelta(days=30)).timestamp()),
    }
    assert remembered["expires_at"] == {"N": str(lives["a day"])}
    assert parked["expires_at"] == {"N": str(lives["a month"])}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("currency", None),
        ("version", {"S": "two"}),
        ("total", {"N": "12.5"}),
        ("created_at", {"S": "yesterday"}),
        ("lifecycle", {"S": "sleeping"}),
        ("payment", {"S": "none"}),
    ],
)
def test_a_damaged_head_is_named_without_its_data(
    dynamodb: DynamoWorld, client: DynamoDBClient, field: str, value: dict[str, Any] | None
) -> None:
    order = placed_order(dynamodb)
    key = keys.order(dynamodb.tenant_id, order.order_id)
    change(client, key, field, value)
    with pytest.raises(CorruptRecord) as caught:
        dynamodb.orders().get(order.order_id)
    assert caught.value.key == "/".join(key)
    assert caught.value.field == field
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_an_order_that_names_another_tenant_is_not_shown(
    dynamodb: DynamoWorld, client: DynamoDBClient
) -> None:
    order = placed_order(dynamodb)
    stranger = {"S": dynamodb.other_tenant_id}
    change(client, keys.order(dynamodb.tenant_id, order.order_id), "tenant_id", stranger)
    for read in (dynamodb.orders().get, dynamodb.orders().timeline):
        with pytest.raises(CorruptRecord, match="tenant_id"):
            read(order.order_id)


def test_the_stream_tells_of_placing_and_of_every_event(
    dynamodb: DynamoWorld, client: DynamoDBClient
) -> None:
    order = placed_order(dynamodb)
    captured = a_transition(order, source=a_source(), data={"amount": 2500, "code": None})
    dynamodb.orders().commit(captured)
    images = [
        item(client, key)
        for key in (
            keys.order(dynamodb.tenant_id, order.order_id),
            keys.placed(dynamodb.tenant_id, order.order_id),
            keys.provider_event(dynamodb.tenant_id, order.order_id, "stripe", "evt_1"),
        )
    ]
    news = [
        committed_event({"eventName": "INSERT", "dynamodb": {"NewImage": image}})
        for image in images
    ]
    assert news == [None, *dynamodb.orders().timeline(order.order_id)[2]]
    assert committed_event({"eventName": "REMOVE", "dynamodb": {"OldImage": images[2]}}) is None
    copied: Any = {**images[2], COPY_MARK: {"S": "mov_1"}}
    assert committed_event({"eventName": "INSERT", "dynamodb": {"NewImage": copied}}) is None


def test_what_does_not_fit_one_transaction_is_not_split(dynamodb: DynamoWorld) -> None:
    order = placed_order(dynamodb)
    many = tuple(Allocation(sku="MUG-1", shard=shard, quantity=1) for shard in range(99))
    with pytest.raises(TransactionTooLarge):
        dynamodb.orders().commit(a_transition(order), stock=StockMove(many, direction=-1))
    assert dynamodb.orders().get(order.order_id) == order
