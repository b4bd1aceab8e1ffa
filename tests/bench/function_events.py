"""An event for every function: one it has handled before, as each may come twice.

So the first answer needs what a function always needs, and nothing happens.
"""

import json
from typing import Any

from orderloom import keys
from orderloom.domain.reactions import StartSaga
from orderloom.domain.stock_checks import CheckTenants
from orderloom.domain.sweep_messages import SweepTenants
from orderloom.domain.sweeps import Book

from tests.bench.webhooks import EVENT
from tests.e2e.waiting import eventually
from tests.e2e.world import Merchant, World

Event = dict[str, Any]
_FAILURE = {"Error": "Cancelled", "Cause": "{}"}


def function_events(world: World) -> dict[str, Event]:
    """By function; the door is measured by itself."""
    merchant = world.merchant()
    tenant_id = merchant.tenant_id
    shipped = merchant.labelled(quantity=1)
    cancelled = str(merchant.place(quantity=1)["id"])
    merchant.payable(cancelled)
    merchant.api.cancel(cancelled)
    merchant.until(cancelled, "cancelled")
    order_id = str(shipped["id"])
    step = {"tenant_id": tenant_id, "order_id": order_id}
    undo = {"tenant_id": tenant_id, "order_id": cancelled, "failure": _FAILURE}
    start = StartSaga(tenant_id=tenant_id, order_id=order_id, attempt=1)
    return {
        "apply_event": _told(world, merchant, shipped),
        "archive_order": _stream(world, order_id, tenant_id, "MODIFY"),
        "arrange_shipping": step,
        "authorize": {"headers": {"Authorization": f"Bearer {merchant.api_key}"}},
        "await_payment": {**step, "task_token": "of an execution that has ended"},
        "drive_saga": _message(start.model_dump_json(), kind=start.kind, tenant_id=tenant_id),
        "examine_connection": {"ask": "connections", "tenant_id": tenant_id},
        "merchant_api": _http("GET", f"/v1/orders/{order_id}", tenant_id),
        "open_task": {**undo, "failed_step": {"release_stock": _FAILURE}},
        "operator_api": _http("GET", f"/operator/tenants/{tenant_id}", None),
        "quote_rates": _http("POST", "/v1/rates", tenant_id, {}),
        "reconcile_stock": _message(CheckTenants(shard=0, after="").model_dump_json()),
        "refund_payment": undo,
        "relay": _stream(world, order_id, tenant_id, "INSERT"),
        "release_stock": undo,
        "reserve_stock": step,
        "sweep_gaps": _message(SweepTenants(book=Book.EVENTS, shard=0, after="").model_dump_json()),
        "void_label": undo,
    }


def _http(method: str, path: str, tenant_id: str | None, body: Any = None) -> Event:
    """As API Gateway hands it over once the authorizer has admitted it (payload 2.0)."""
    caller = {"role": "merchant" if tenant_id else "operator", "tenant_id": tenant_id or ""}
    return {
        "version": "2.0",
        "rawPath": path,
        "headers": {"content-type": "application/json"},
        "requestContext": {
            "http": {"method": method, "path": path},
            "stage": "$default",
            "requestId": "bench",
            "authorizer": {"lambda": caller},
        },
        "isBase64Encoded": False,
        **({} if body is None else {"body": json.dumps(body)}),
    }


def _message(body: str, **attributes: str) -> Event:
    """A batch of one, as Lambda takes it from a queue."""
    told = {name: {"dataType": "String", "stringValue": v} for name, v in attributes.items()}
    record = {
        "messageId": "bench",
        "receiptHandle": "bench",
        "body": body,
        "attributes": {"ApproximateReceiveCount": "1", "MessageGroupId": "bench"},
        "messageAttributes": told,
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:bench",
        "awsRegion": "us-east-1",
    }
    return {"Records": [record]}


def _told(world: World, merchant: Merchant, order: dict[str, Any]) -> Event:
    """A webhook that the door took, already applied."""
    intent = {**EVENT["data"]["object"], "id": order["payment"]["intent_id"], "metadata": {}}
    event_id = "evt_bench_applied"
    event = {**EVENT, "id": event_id, "type": "payment_intent.created", "data": {"object": intent}}
    world.door.post("stripe", merchant.tenant_id, *world.signed(merchant, event))
    order_id = str(order["id"])
    eventually(
        lambda: _items(world, merchant.tenant_id, order_id), until=lambda i: event_id in str(i)
    )
    return _message(
        json.dumps(event),
        kind="webhook",
        tenant_id=merchant.tenant_id,
        provider="stripe",
        event_id=event_id,
        received_at="2026-11-21T12:00:00+00:00",
        headers="{}",
        encoding="text",
    )


def _stream(world: World, order_id: str, tenant_id: str, name: str) -> Event:
    """The record of an order's being placed, as the table's stream has it."""
    found = next(i for i in _items(world, tenant_id, order_id) if i["SK"]["S"] == "PLACED")
    image = {"Keys": {k: found[k] for k in ("PK", "SK")}, "NewImage": found, "OldImage": found}
    return {"Records": [{"eventName": name, "eventSource": "aws:dynamodb", "dynamodb": image}]}


def _items(world: World, tenant_id: str, order_id: str) -> list[dict[str, Any]]:
    answer = world.client("dynamodb").query(
        TableName=world.details.outputs["TableName"],
        KeyConditionExpression="PK = :pk",
        ExpressionAttributeValues={":pk": {"S": keys.order_partition(tenant_id, order_id)}},
        ConsistentRead=True,
    )
    items: list[dict[str, Any]] = answer["Items"]
    return items
