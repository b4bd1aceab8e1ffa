"""Archived orders in a real S3."""

import gzip

import boto3
import pytest
from orderloom.adapters.s3_archive import S3Archives, S3OrderArchive
from orderloom.domain.archive import ArchivedOrder
from orderloom.errors import CorruptRecord, Misconfigured

from tests.builders.orders import a_placed, an_order
from tests.builders.transitions import a_note

BUCKET = "archive-here"
ORDER = an_order()
ARCHIVED = ArchivedOrder(order=ORDER, placed=a_placed(ORDER), events=(a_note(ORDER),))


@pytest.fixture
def archive(aws: None) -> S3OrderArchive:  # noqa: ARG001 - sets the environment
    boto3.client("s3").create_bucket(Bucket=BUCKET)
    return S3Archives(BUCKET).of("acme")


def test_an_order_is_found_again_under_its_tenant_and_month(archive: S3OrderArchive) -> None:
    for _ in range(2):
        archive.put(ARCHIVED)
        assert archive.get(ORDER.order_id) == ARCHIVED
    key = f"tenant=acme/month=2025-03/{ORDER.order_id}.jsonl.gz"
    kept = boto3.client("s3").get_object(Bucket=BUCKET, Key=key)
    assert b'"record":"order"' in gzip.decompress(kept["Body"].read())


def test_what_is_not_there_is_none(archive: S3OrderArchive) -> None:
    assert archive.get(an_order().order_id) is None
    assert archive.get("ord_7ZZZZZZZZZZZZZZZZZZZZZZZZZ") is None


@pytest.mark.usefixtures("archive")
def test_another_tenant_has_an_archive_of_its_own() -> None:
    other = S3Archives(BUCKET).of("rival")
    S3Archives(BUCKET).of("acme").put(ARCHIVED)
    assert other.get(ORDER.order_id) is None
    with pytest.raises(CorruptRecord):
        other.put(ARCHIVED)


def test_an_object_that_is_another_tenants_is_shown_to_nobody(archive: S3OrderArchive) -> None:
    archive.put(ARCHIVED)
    key = f"month=2025-03/{ORDER.order_id}.jsonl.gz"
    boto3.client("s3").copy_object(
        Bucket=BUCKET, Key=f"tenant=rival/{key}", CopySource=f"{BUCKET}/tenant=acme/{key}"
    )
    with pytest.raises(CorruptRecord):
        S3Archives(BUCKET).of("rival").get(ORDER.order_id)


@pytest.mark.usefixtures("aws")
def test_a_bucket_that_is_not_there_is_a_matter_for_a_person() -> None:
    with pytest.raises(Misconfigured):
        S3Archives("no-such-bucket").of("acme").get(ORDER.order_id)
