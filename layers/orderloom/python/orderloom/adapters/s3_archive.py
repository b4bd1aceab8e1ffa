"""Archived orders in S3: one object each, by tenant and month, as Athena partitions them."""

from functools import cached_property
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import ClientError

from orderloom.adapters.archive_format import packed, unpacked
from orderloom.adapters.aws_config import steady
from orderloom.adapters.aws_errors import translated
from orderloom.domain.archive import ArchivedOrder
from orderloom.domain.identifiers import month_of
from orderloom.errors import CorruptRecord
from orderloom.ports.archive import OrderArchive

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def tenant_prefix(tenant_id: str) -> str:
    return f"tenant={tenant_id}/"


class S3OrderArchive(OrderArchive):
    """Made for one tenant: every key starts with the tenant's own prefix."""

    def __init__(self, bucket: str, tenant_id: str, s3: "S3Client") -> None:
        self.tenant_id = tenant_id
        self._bucket = bucket
        self._s3 = s3

    def get(self, order_id: str) -> ArchivedOrder | None:
        key = self._key(order_id)
        if key is None:
            return None
        with translated("S3 GetObject"):
            body = self._body(key)
        return self._owned(unpacked(body, key), key) if body is not None else None

    def put(self, archived: ArchivedOrder) -> None:
        key = self._key(archived.order.order_id)
        if key is None:
            raise CorruptRecord(archived.order.order_id, "order_id")
        body = packed(self._owned(archived, key))
        with translated("S3 PutObject"):
            self._s3.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=body,
                ContentType="application/gzip",
            )

    def _key(self, order_id: str) -> str | None:
        month = month_of(order_id)
        prefix = tenant_prefix(self.tenant_id)
        return f"{prefix}month={month}/{order_id}.jsonl.gz" if month else None

    def _body(self, key: str) -> bytes | None:
        try:
            return self._s3.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except ClientError as exc:
            # Told only to who may list the bucket; others are told "access denied".
            if exc.response["Error"]["Code"] == "NoSuchKey":
                return None
            raise

    def _owned(self, archived: ArchivedOrder, key: str) -> ArchivedOrder:
        owners = {archived.order.tenant_id, archived.placed.tenant_id}
        owners |= {event.tenant_id for event in archived.events}
        if owners != {self.tenant_id}:
            raise CorruptRecord(key, "tenant_id")
        return archived


class S3Archives:
    """The archives of all tenants, in one bucket and by one client."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket

    def of(self, tenant_id: str) -> S3OrderArchive:
        return S3OrderArchive(self._bucket, tenant_id, self._s3)

    @cached_property
    def _s3(self) -> "S3Client":
        return boto3.client("s3", config=steady())
