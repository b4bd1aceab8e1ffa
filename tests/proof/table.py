"""The table as it lies there, read past every function."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from tests.e2e.world import World
from tests.proof.checker.evidence import Item, OrderFile

_RATES = "#RATE#"


class Table:
    """All tables of a deployment: isolated tenants have one of their own."""

    def __init__(self, world: World) -> None:
        self._client: Any = world.client("dynamodb")
        self._pooled = world.details.outputs["TableName"]
        self._read = TypeDeserializer()

    def order(self, tenant_id: str, order_id: str) -> OrderFile:
        found = self._client.query(
            TableName=self._pooled,
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": {"S": f"T#{tenant_id}#ORD#{order_id}"}},
            ConsistentRead=True,
        )["Items"]
        items = map(self._plain_item, found)
        return OrderFile(tenant_id, order_id, {item["SK"]: item for item in items})

    def items(self) -> Iterator[Item]:
        """All of all tables, but counted rates: the relay counts those when it comes to it."""
        scan = self._client.get_paginator("scan")
        for table in self._client.list_tables()["TableNames"]:
            for page in scan.paginate(TableName=table, ConsistentRead=True):
                for item in page["Items"]:
                    if "PK" in item and _RATES not in item["PK"]["S"]:
                        yield self._plain_item(item)

    def _plain_item(self, item: dict[str, Any]) -> dict[str, Any]:
        return {name: _plain(self._read.deserialize(value)) for name, value in item.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value)
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
