"""What was really sent to DynamoDB."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient

Request = tuple[str, dict[str, Any]]


@contextmanager
def recorded() -> Iterator[list[Request]]:
    """Every AWS request made inside, as (operation, parameters)."""
    requests: list[Request] = []
    really_send = BaseClient._make_api_call  # type: ignore[attr-defined]  # below the public API

    def send(client: object, operation: str, parameters: dict[str, Any]) -> object:
        requests.append((operation, parameters))
        return really_send(client, operation, parameters)

    with patch.object(BaseClient, "_make_api_call", send):
        yield requests


def partition_keys(value: object) -> Iterator[str]:
    """Every partition key a request names, however deep."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in {"PK", "OLPK", "ATPK"} and isinstance(inner, dict) and "S" in inner:
                yield inner["S"]
            yield from partition_keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from partition_keys(inner)


def write_units(request: Request) -> int:
    """Of the items put or updated in full: 1 a KB, twice in a transaction.

    An estimate from below: an update also bills what it does not name.
    """
    operation, parameters = request
    if operation == "PutItem":
        return _kilobytes(parameters["Item"])
    units = 0
    for step in parameters.get("TransactItems", []):
        ((_, write),) = step.items()
        written = write.get("Item") or write.get("ExpressionAttributeValues", {})
        units += 2 * _kilobytes(written)
    return units


def _kilobytes(item: dict[str, Any]) -> int:
    return max(1, -(-len(repr(item)) // 1024))
