"""Which keys a request to DynamoDB names, as `dynamodb:LeadingKeys` would know them and beyond."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from orderloom import keys
from orderloom.domain.identifiers import TENANT_ID

Body = dict[str, Any]

_PARTITION_OF = {
    None: "PK",
    keys.ORDER_LIST_INDEX: "OLPK",
    keys.CUSTOMER_INDEX: "CUPK",
    keys.ATTENTION_INDEX: "ATPK",
}
_WRITES = {
    "ConditionCheck": "dynamodb:ConditionCheckItem",
    "Delete": "dynamodb:DeleteItem",
    "Put": "dynamodb:PutItem",
    "Update": "dynamodb:UpdateItem",
}
_BY_KEY = {"DeleteItem", "GetItem", "UpdateItem"}
# Other texts may begin with T#, too: what is packed onto an order's head looks like anything.
_OF_A_TENANT = re.compile(rf"T#{TENANT_ID.pattern}#")
_EQUAL = re.compile(r"(#?\w+)\s*=\s*(:\w+)")


class UnreadableRequestError(Exception):
    """Which keys it names cannot be told, so nobody may send it."""


class Named(NamedTuple):
    """A partition key in a request, and the IAM action it is named for."""

    action: str
    partition: str


def named_keys(operation: str, body: Body) -> list[Named]:
    """All of them; `operation` without the service's name.

    Raises:
        UnreadableRequestError: Scan, PartiQL, and whatever else needs no key.
    """
    try:
        found = list(_named(operation, body))
    except (KeyError, TypeError, AttributeError) as exc:
        raise UnreadableRequestError(f"{operation}: {exc!r}") from exc
    if not found:
        raise UnreadableRequestError(f"{operation} names no key")
    return found


def keys_of_tenants(document: object) -> Iterator[str]:
    """Every string of a request or an answer that reads as a tenant's key, however deep."""
    if isinstance(document, dict):
        for inner in document.values():
            yield from keys_of_tenants(inner)
    elif isinstance(document, list):
        for inner in document:
            yield from keys_of_tenants(inner)
    elif isinstance(document, str) and _OF_A_TENANT.match(document):
        yield document


def _named(operation: str, body: Body) -> Iterator[Named]:
    if operation in _BY_KEY:
        yield Named(f"dynamodb:{operation}", body["Key"]["PK"]["S"])
    elif operation == "PutItem":
        yield Named("dynamodb:PutItem", body["Item"]["PK"]["S"])
    elif operation == "Query":
        yield from _of_a_query(body)
    elif operation == "BatchGetItem":
        for asked in body["RequestItems"].values():
            for key in asked["Keys"]:
                yield Named("dynamodb:BatchGetItem", key["PK"]["S"])
    elif operation == "TransactWriteItems":
        for step in body["TransactItems"]:
            for kind, write in step.items():
                key = write["Item"] if kind == "Put" else write["Key"]
                yield Named(_WRITES[kind], key["PK"]["S"])


def _of_a_query(body: Body) -> Iterator[Named]:
    """The partition asked for, and where to go on: a cursor names keys too."""
    partition = _PARTITION_OF[body.get("IndexName")]
    names = body.get("ExpressionAttributeNames", {})
    asked = [
        body["ExpressionAttributeValues"][value]["S"]
        for name, value in _EQUAL.findall(body["KeyConditionExpression"])
        if names.get(name, name) == partition
    ]
    if not asked:
        raise UnreadableRequestError("Query names no partition")
    start = body.get("ExclusiveStartKey", {})
    asked += [start[name]["S"] for name in ("PK", partition) if name in start]
    yield from (Named("dynamodb:Query", key) for key in dict.fromkeys(asked))
