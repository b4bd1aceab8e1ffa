"""Ports that are kept in S3."""

from functools import cached_property
from typing import TYPE_CHECKING

from orderloom.bootstrap.foundation import Foundation
from orderloom.ports.archive import OrderArchive
from orderloom.ports.labels import LabelStore

if TYPE_CHECKING:
    from orderloom.adapters.s3_archive import S3Archives


class BucketAdapters(Foundation):
    """Labels, and orders that left the table."""

    @cached_property
    def labels(self) -> LabelStore:
        from orderloom.adapters.s3_labels import S3LabelStore

        return S3LabelStore(self._settings["label_bucket"])

    def archive(self, tenant_id: str) -> OrderArchive:
        return self._archives.of(tenant_id)

    @cached_property
    def _archives(self) -> "S3Archives":
        from orderloom.adapters.s3_archive import S3Archives

        return S3Archives(self._settings["archive_bucket"])
