"""Labels in S3, and items replaced where they are."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from orderloom.domain.placement import POOLED
from orderloom.keys import order_in

from orderloom_cli.errors import BusyError, InconsistentError
from orderloom_cli.tenancy.dynamodb_directory import profile_key
from orderloom_cli.tenancy.erasure import Labels, Redaction
from orderloom_cli.tenancy.items import Item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client

_MOST_KEYS = 1000


class S3Labels(Labels):
    """As adapters/s3_labels.py names them."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def keys(self, tenant_id: str, order_id: str) -> list[str]:
        return self.below(f"labels/{tenant_id}/{order_id}/")

    def below(self, prefix: str) -> list[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=prefix
        )
        return [each["Key"] for page in pages for each in page.get("Contents", [])]

    def delete(self, keys: Sequence[str]) -> None:
        for start in range(0, len(keys), _MOST_KEYS):
            chunk: Any = [{"Key": key} for key in keys[start : start + _MOST_KEYS]]
            answer = self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": chunk})
            if answer.get("Errors"):
                raise InconsistentError(f"labels were not deleted: {answer['Errors'][0]}")


class DynamoRedaction(Redaction):
    """Conditional on the tenant's home: a move cannot carry the old item away meanwhile.

    And on the order's head: once that is gone, the archiver may have read the old item. A head
    itself is replaced at the version that was read, and by the next one: a commit of who read it
    before fails, instead of writing the old text back.
    """

    def __init__(self, client: "DynamoDBClient", tables: Mapping[str, str]) -> None:
        self._client = client
        self._tables = tables

    def replace(self, tenant_id: str, home: str, items: Sequence[Item]) -> None:
        at_home = "home = :home"
        if home == POOLED:
            at_home = f"(attribute_not_exists(home) OR {at_home})"
        check: Any = {
            "ConditionCheck": {
                "TableName": self._tables[POOLED],
                "Key": profile_key(tenant_id),
                "ConditionExpression": f"attribute_not_exists(#move) AND {at_home}",
                "ExpressionAttributeNames": {"#move": "move"},
                "ExpressionAttributeValues": {":home": {"S": home}},
            }
        }
        table = self._tables[home]
        puts: list[Any] = [{"Put": {"TableName": table, **_put(item)}} for item in items]
        heads: list[Any] = [
            {
                "ConditionCheck": {
                    "TableName": table,
                    "Key": {"PK": {"S": head.pk}, "SK": {"S": head.sk}},
                    "ConditionExpression": "attribute_exists(PK)",
                }
            }
            for head in {order_in(item["PK"]["S"]) for item in items}
            if head.sk not in {item["SK"]["S"] for item in items}
        ]
        try:
            self._client.transact_write_items(TransactItems=[check, *heads, *puts])
        except ClientError as exc:
            if exc.response["Error"]["Code"] != "TransactionCanceledException":
                raise
            raise BusyError(f"{tenant_id} changes at this moment; erase again") from exc


def _put(item: Item) -> dict[str, Any]:
    there: dict[str, Any] = {"Item": item, "ConditionExpression": "attribute_exists(PK)"}
    if item["SK"]["S"] != "ORDER":
        return there
    following = {"N": str(int(item["version"]["N"]) + 1)}
    return {
        "Item": {**item, "version": following},
        "ConditionExpression": "attribute_exists(PK) AND #version = :version",
        "ExpressionAttributeNames": {"#version": "version"},
        "ExpressionAttributeValues": {":version": item["version"]},
    }
