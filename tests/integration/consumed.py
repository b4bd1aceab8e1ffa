"""Read units, as DynamoDB bills them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from botocore.client import BaseClient

from tests.item_size import item_size

_READS = {"GetItem", "BatchGetItem", "Query"}
_READ_UNIT_BYTES = 4096


@dataclass
class Consumed:
    """`units` of reading; a consistent unit is one, an eventually consistent one a half."""

    units: float = 0


@contextmanager
def consumed() -> Iterator[Consumed]:
    """What all reads inside consume."""
    total = Consumed()
    really_send = BaseClient._make_api_call  # type: ignore[attr-defined]  # below the public API

    def send(client: object, operation: str, parameters: dict[str, Any]) -> Any:
        if operation not in _READS:
            return really_send(client, operation, parameters)
        answer = really_send(client, operation, {**parameters, "ReturnConsumedCapacity": "TOTAL"})
        total.units += _units(operation, answer)
        return answer

    with patch.object(BaseClient, "_make_api_call", send):
        yield total


def _units(operation: str, answer: dict[str, Any]) -> float:
    reported = answer.get("ConsumedCapacity") or []
    reports = reported if isinstance(reported, list) else [reported]
    # MiniStack 1.5 reports nothing for a batch and too little for a query.
    told = sum(float(report["CapacityUnits"]) for report in reports)
    return max(_by_size(operation, answer), told)


def _by_size(operation: str, answer: dict[str, Any]) -> float:
    if operation == "Query":
        size = sum(item_size(item) for item in answer["Items"])
        return max(1, -(-size // _READ_UNIT_BYTES)) / 2
    batches = answer["Responses"].values() if operation == "BatchGetItem" else [[answer["Item"]]]
    # Read consistently, and each item rounded up by itself.
    return sum(-(-item_size(item) // _READ_UNIT_BYTES) for batch in batches for item in batch)
