"""Label documents in S3; the bucket encrypts whatever is put into it."""

from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from orderloom.adapters.aws_config import steady
from orderloom.adapters.aws_errors import translated
from orderloom.domain.parcel import LabelFormat
from orderloom.ports.labels import LabelStore

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_CONTENT_TYPES = {
    LabelFormat.PDF: "application/pdf",
    LabelFormat.PNG: "image/png",
    LabelFormat.ZPL: "application/zpl",
}


class S3LabelStore(LabelStore):
    def __init__(self, bucket: str, *, s3: "Callable[[], S3Client] | None" = None) -> None:
        self._bucket = bucket
        self._make_s3 = s3 or _client

    def put(
        self,
        *,
        tenant_id: str,
        order_id: str,
        label_id: str,
        document: bytes,
        label_format: LabelFormat,
    ) -> str:
        """Raises TransientError."""
        key = f"labels/{tenant_id}/{order_id}/{label_id}.{label_format}"
        with translated("S3 PutObject"):
            self._s3.put_object(
                Bucket=self._bucket,
                Key=key,
                Body=document,
                ContentType=_CONTENT_TYPES[label_format],
            )
        return key

    def link(self, key: str, good_for: timedelta) -> str:
        """Signed here, without a call. Ends with the signer's own session, if that is sooner."""
        with translated("S3 presign"):
            return self._s3.generate_presigned_url(
                "get_object",
                Params={"Bucket": self._bucket, "Key": key},
                ExpiresIn=int(good_for.total_seconds()),
            )

    @cached_property
    def _s3(self) -> "S3Client":
        return self._make_s3()


def _client() -> "S3Client":
    # Links are signed by the older way otherwise, which newer regions refuse.
    return boto3.client("s3", config=steady().merge(Config(signature_version="s3v4")))
