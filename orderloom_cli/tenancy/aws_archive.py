"""Archived orders in S3, with the versions that were overwritten or deleted."""

import gzip
import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from orderloom.adapters.archive_format import packed, unpacked
from orderloom.adapters.s3_archive import tenant_prefix

from orderloom_cli.deployment import Deployment
from orderloom_cli.errors import InconsistentError
from orderloom_cli.tenancy.archive import Archive, ArchivedObject

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ObjectIdentifierTypeDef
    from orderloom.domain.archive import ArchivedOrder

_MOST_KEYS = 1000


class S3Archive(Archive):
    """As adapters/s3_archive.py names its objects."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def objects(self, tenant_id: str) -> Iterator[ArchivedObject]:
        for key, body in self._bodies(tenant_id):
            yield ArchivedObject(key, hashlib.sha256(body).hexdigest(), unpacked(body, key))

    def lines(self, tenant_id: str) -> Iterator[bytes]:
        for _, body in self._bodies(tenant_id):
            yield from gzip.decompress(body).splitlines(keepends=True)

    def put(self, key: str, archived: "ArchivedOrder") -> None:
        self._client.put_object(
            Bucket=self._bucket, Key=key, Body=packed(archived), ContentType="application/gzip"
        )

    def versions(self, tenant_id: str, *, older: bool = False) -> int:
        return sum(1 for _ in self._versions(tenant_id, older=older))

    def remove(self, tenant_id: str, *, older: bool = False) -> int:
        versions = list(self._versions(tenant_id, older=older))
        for start in range(0, len(versions), _MOST_KEYS):
            chunk: Any = {"Objects": versions[start : start + _MOST_KEYS]}
            answer = self._client.delete_objects(Bucket=self._bucket, Delete=chunk)
            if answer.get("Errors"):
                raise InconsistentError(f"archived orders stay: {answer['Errors'][0]}")
        return len(versions)

    def _bodies(self, tenant_id: str) -> Iterator[tuple[str, bytes]]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=tenant_prefix(tenant_id)
        )
        for page in pages:
            for each in page.get("Contents", []):
                answer = self._client.get_object(Bucket=self._bucket, Key=each["Key"])
                yield each["Key"], answer["Body"].read()

    def _versions(self, tenant_id: str, *, older: bool) -> "Iterator[ObjectIdentifierTypeDef]":
        pages = self._client.get_paginator("list_object_versions").paginate(
            Bucket=self._bucket, Prefix=tenant_prefix(tenant_id)
        )
        for page in pages:
            for each in (*page.get("Versions", []), *page.get("DeleteMarkers", [])):
                if not (older and each["IsLatest"]):
                    yield {"Key": each["Key"], "VersionId": each["VersionId"]}


def archive_of(deployment: Deployment) -> S3Archive:
    return S3Archive(deployment.aws.s3, deployment.output("ArchiveBucket"))
