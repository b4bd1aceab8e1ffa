"""The units DynamoDB would bill for recorded requests, by partition key."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3

from tests.integration.wire import Request
from tests.item_size import item_size

WRITE_BYTES, READ_BYTES = 1024, 4096
_INDEX_KEYS = ("OLPK", "CUPK", "ATPK")


@dataclass
class Units:
    writes: float = 0
    reads: float = 0


def consumed(requests: list[Request]) -> dict[str, Units]:
    """By what is stored once they are all made; ask before anything else is written."""
    found: defaultdict[str, Units] = defaultdict(Units)
    for operation, parameters in requests:
        if operation in {"PutItem", "DeleteItem", "UpdateItem"}:
            _write(found, parameters, parameters, 1)
        for step in parameters.get("TransactItems", []):
            for write in step.values():
                _write(found, parameters | write, write, 2)
        if operation == "GetItem":
            _read(found, parameters["TableName"], parameters["Key"], parameters)
        if operation == "Query":
            _query(found, parameters)
        for table, asked in parameters.get("RequestItems", {}).items():
            for key in asked["Keys"]:
                _read(found, table, key, asked)
    return dict(found)


def _write(
    found: defaultdict[str, Units], named: dict[str, Any], write: dict[str, Any], factor: int
) -> None:
    key = write.get("Key") or {name: write["Item"][name] for name in ("PK", "SK")}
    item = _stored(named["TableName"], key)
    found[key["PK"]["S"]].writes += factor * _begun(item_size(item), WRITE_BYTES)
    for name in _newly_indexed(write):
        # An index is written afterwards, outside of the transaction.
        found[write["Item"][name]["S"]].writes += 1


def _newly_indexed(write: dict[str, Any]) -> Iterator[str]:
    """A put makes an entry; updates here leave the entries as they are."""
    return (name for name in _INDEX_KEYS if name in write.get("Item", {}))


def _read(
    found: defaultdict[str, Units], table: str, key: dict[str, Any], asked: dict[str, Any]
) -> None:
    units = _begun(item_size(_stored(table, key)), READ_BYTES)
    found[key["PK"]["S"]].reads += units if asked.get("ConsistentRead") else units / 2


def _query(found: defaultdict[str, Units], parameters: dict[str, Any]) -> None:
    items = boto3.client("dynamodb").query(**parameters)["Items"]
    (partition,) = (
        value["S"]
        for value in parameters["ExpressionAttributeValues"].values()
        if value["S"].startswith("T#")
    )
    units = _begun(sum(item_size(item) for item in items), READ_BYTES)
    found[partition].reads += units if parameters.get("ConsistentRead") else units / 2


def _stored(table: str, key: dict[str, Any]) -> dict[str, Any]:
    answer = boto3.client("dynamodb").get_item(TableName=table, Key=key, ConsistentRead=True)
    return dict(answer.get("Item", {}))


def _begun(size: int, unit: int) -> int:
    return max(1, -(-size // unit))
