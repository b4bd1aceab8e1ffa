"""Items of all tables, read by scan and by key, written under the claim of a move."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from orderloom.domain.placement import POOLED
from orderloom.keys import tenant_prefix

from orderloom_cli.errors import NoSuchThingError
from orderloom_cli.tenancy.dynamodb_directory import (
    HOLDS,
    names_of_claim,
    profile_key,
    values_of_claim,
)
from orderloom_cli.tenancy.items import Item, ItemKey, canonical, in_directory, key_of
from orderloom_cli.tenancy.moves import LostMoveError
from orderloom_cli.tenancy.ports import Claim, ItemStore

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_MOST_KEYS = 100
_MOST_WRITES = 99
"""Of the 100 a transaction can hold, one is the check of the claim."""
_MOST_BYTES = 3_000_000
"""Of the 4 MB a transaction can hold; canonical JSON is larger than what DynamoDB counts."""
_ATTEMPTS = 12


class DynamoItems(ItemStore):
    """`tables`: every home's name with its table; the profile is in the pooled one."""

    def __init__(
        self,
        client: "DynamoDBClient",
        tables: Mapping[str, str],
        sleep: Callable[[float], None],
    ) -> None:
        self._client = client
        self._tables = tables
        self._sleep = sleep

    def table(self, home: str) -> str:
        if home not in self._tables:
            known = ", ".join(self._tables)
            raise NoSuchThingError(f"there is no table {home}; there are: {known}")
        return self._tables[home]

    def pages(
        self, home: str, tenants: Sequence[str], *, segment: tuple[int, int], consistent: bool
    ) -> Iterator[list[Item]]:
        prefixes = {f":t{i}": {"S": tenant_prefix(name)} for i, name in enumerate(tenants)}
        request: dict[str, Any] = {
            "TableName": self.table(home),
            "Segment": segment[0],
            "TotalSegments": segment[1],
            "ConsistentRead": consistent,
            "FilterExpression": " OR ".join(f"begins_with(PK, {name})" for name in prefixes),
            "ExpressionAttributeValues": prefixes,
        }
        while True:
            answer = self._client.scan(**request)
            yield [item for item in answer["Items"] if not in_directory(key_of(item))]
            if not answer.get("LastEvaluatedKey"):
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def directory_entries(self, tenant_id: str) -> list[Item]:
        """The tenant's profile and connections, read consistently."""
        answer = self._client.query(
            TableName=self._tables[POOLED],
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": profile_key(tenant_id)["PK"]},
            ConsistentRead=True,
        )
        return answer["Items"]

    def size(self, home: str) -> int:
        table = self._client.describe_table(TableName=self.table(home))["Table"]
        return int(table.get("TableSizeBytes", 0))

    def read(self, home: str, keys: Iterable[ItemKey]) -> dict[ItemKey, Item]:
        table = self.table(home)
        waiting = [_key(key) for key in keys]
        found: dict[ItemKey, Item] = {}
        attempt = 0
        while waiting:
            asked: Any = {table: {"Keys": waiting[:_MOST_KEYS], "ConsistentRead": True}}
            answer: Any = self._client.batch_get_item(RequestItems=asked)
            items = answer["Responses"].get(table, [])
            found |= {key_of(item): item for item in items}
            unread = answer.get("UnprocessedKeys", {}).get(table, {}).get("Keys", [])
            waiting = unread + waiting[_MOST_KEYS:]
            attempt = attempt + 1 if unread else 0
            if attempt:
                self._back_off(attempt)
        return found

    def write(
        self, claim: Claim, home: str, *, puts: Sequence[Item] = (), deletes: Sequence[ItemKey] = ()
    ) -> None:
        table = self.table(home)
        for chunk in _chunks(puts):
            self._commit(claim, [{"Put": {"TableName": table, "Item": item}} for item in chunk])
        for start in range(0, len(deletes), _MOST_WRITES):
            keys = deletes[start : start + _MOST_WRITES]
            self._commit(
                claim, [{"Delete": {"TableName": table, "Key": _key(key)}} for key in keys]
            )

    def _commit(self, claim: Claim, writes: list[Any]) -> None:
        """The claim is checked in the same transaction.

        So a run that was given up by others can write nothing, however late it wakes.
        """
        check: Any = {
            "ConditionCheck": {
                "TableName": self._tables[POOLED],
                "Key": profile_key(claim.tenant_id),
                "ConditionExpression": HOLDS,
                "ExpressionAttributeNames": names_of_claim(),
                "ExpressionAttributeValues": values_of_claim(claim),
            }
        }
        attempt = 0
        while True:
            try:
                self._client.transact_write_items(TransactItems=[check, *writes])
            except self._client.exceptions.TransactionCanceledException as exc:
                attempt += 1
                codes = {each.get("Code") for each in exc.response.get("CancellationReasons", [])}
                if "ConditionalCheckFailed" in codes:
                    raise LostMoveError(claim.tenant_id) from exc
                if attempt == _ATTEMPTS or not _passing(codes):
                    raise
                self._back_off(attempt)
            else:
                return

    def _back_off(self, attempt: int) -> None:
        self._sleep(random.uniform(0, min(5.0, 0.05 * 2**attempt)))  # noqa: S311 - jitter


def _passing(codes: set[str | None]) -> bool:
    return codes <= {
        *("None", None, "TransactionConflict"),
        *("ProvisionedThroughputExceeded", "ThrottlingError"),
    }


def _key(key: ItemKey) -> dict[str, Any]:
    return {"PK": {"S": key.pk}, "SK": {"S": key.sk}}


def _chunks(items: Sequence[Item]) -> Iterator[list[Item]]:
    chunk: list[Item] = []
    size = 0
    for item in items:
        weight = len(canonical(item).encode())
        if chunk and (len(chunk) == _MOST_WRITES or size + weight > _MOST_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(item)
        size += weight
    if chunk:
        yield chunk
