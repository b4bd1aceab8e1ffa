"""Label documents in S3; the bucket encrypts whatever is put into it."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import boto3

from orderloom.adapters.aws_config import steady
from orderloom.adapters.aws_errors import translated
from orderloom.ports.labels import LabelStore

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3LabelStore(LabelStore):
    def __init__(self, bucket: str, *, s3: "Callable[[], S3Client] | None" = None) -> None:
        self._bucket = bucket
        self._make_s3 = s3 or _client

    def put(self, *, tenant_id: str, order_id: str, label_id: str, document: bytes) -> str:
        """Raises TransientError."""
        key = f"labels/{tenant_id}/{order_id}/{label_id}.pdf"
        with translated("S3 PutObject"):
            self._s3.put_object(
                Bucket=self._bucket, Key=key, Body=document, ContentType="application/pdf"
            )
        return key

    @cached_property
    def _s3(self) -> "S3Client":
        return self._make_s3()


def _client() -> "S3Client":
    return boto3.client("s3", config=steady())
