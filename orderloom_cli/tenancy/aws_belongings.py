"""What a tenant has beside its items: documents in S3, and its entries in the directory."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from orderloom.domain.placement import POOLED
from orderloom.keys import tenant_profile

from orderloom_cli.tenancy.aws_archive import S3Archive
from orderloom_cli.tenancy.aws_erasure import S3Labels
from orderloom_cli.tenancy.dynamodb_directory import (
    HOLDS,
    names_of_claim,
    profile_key,
    values_of_claim,
)
from orderloom_cli.tenancy.dynamodb_items import DynamoItems
from orderloom_cli.tenancy.items import ItemKey, key_of
from orderloom_cli.tenancy.ports import Claim
from orderloom_cli.tenancy.tenant_erasure import Belongings

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class AwsBelongings(Belongings):
    """`table` is the pooled one."""

    client: "DynamoDBClient"
    table: str
    items: DynamoItems
    labels: S3Labels
    exports: S3Labels
    archive: S3Archive

    def remove_documents(self, tenant_id: str) -> int:
        removed = 0
        for bucket, prefix in ((self.labels, "labels"), (self.exports, "exports")):
            keys = bucket.below(f"{prefix}/{tenant_id}/")
            bucket.delete(keys)
            removed += len(keys)
        return removed + self.archive.remove(tenant_id)

    def documents_left(self, tenant_id: str) -> int:
        kept = ((self.labels, "labels"), (self.exports, "exports"))
        left = sum(len(bucket.below(f"{prefix}/{tenant_id}/")) for bucket, prefix in kept)
        return left + self.archive.versions(tenant_id)

    def remove_entries(self, claim: Claim) -> int:
        profile = tenant_profile(claim.tenant_id)
        entries = [key_of(item) for item in self.items.directory_entries(claim.tenant_id)]
        others = [
            *self._filed_elsewhere(claim.tenant_id),
            *(key for key in entries if key.sk != profile.sk),
        ]
        self.items.write(claim, POOLED, deletes=others)
        self.client.delete_item(
            TableName=self.table,
            Key=profile_key(claim.tenant_id),
            ConditionExpression=HOLDS,
            ExpressionAttributeNames=names_of_claim(),
            ExpressionAttributeValues=values_of_claim(claim),
        )
        return len(others) + 1

    def _filed_elsewhere(self, tenant_id: str) -> Iterator[ItemKey]:
        """API keys are filed under their hashes, routes under accounts: only a scan finds them."""
        pages: Any = self.client.get_paginator("scan").paginate(
            TableName=self.table,
            ConsistentRead=True,
            FilterExpression="begins_with(PK, :key) AND tenant_id = :tenant"
            " OR begins_with(PK, :route) AND #owner = :tenant",
            ExpressionAttributeNames={"#owner": "owner"},
            ExpressionAttributeValues={
                ":key": {"S": "KEY#"},
                ":route": {"S": "PLATFORM#"},
                ":tenant": {"S": tenant_id},
            },
        )
        for page in pages:
            yield from (key_of(item) for item in page["Items"])
