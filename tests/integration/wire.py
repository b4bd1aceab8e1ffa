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
            if name in {"PK", "OLPK", "CUPK", "ATPK"} and isinstance(inner, dict) and "S" in inner:
                yield inner["S"]
            yield from partition_keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from partition_keys(inner)
