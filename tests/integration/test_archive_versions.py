"""What erasing a tenant's archive leaves in a real S3 that keeps versions: nothing."""

from collections.abc import Iterator

import boto3
import pytest
from orderloom.adapters.dynamodb.order_mapping import new_order_record, placed_record
from orderloom.adapters.s3_archive import S3Archives
from orderloom.domain.archive import ArchivedOrder
from orderloom.domain.placement import POOLED
from orderloom.errors import VersionConflict
from orderloom.keys import tenant_profile

from orderloom_cli.errors import BusyError
from orderloom_cli.tenancy.aws_archive import S3Archive
from orderloom_cli.tenancy.aws_erasure import DynamoRedaction
from orderloom_cli.tenancy.redaction import redact, redact_archived
from tests.builders.orders import a_placed, an_order
from tests.builders.transitions import a_kept_scan, a_transition
from tests.integration.worlds import DynamoWorld

BUCKET = "archive-of-versions"


def an_archived(tenant_id: str = "acme") -> ArchivedOrder:
    order = an_order(tenant_id=tenant_id)
    return ArchivedOrder(order=order, placed=a_placed(order), events=())


@pytest.fixture
def archive(aws: None) -> Iterator[S3Archive]:  # noqa: ARG001 - sets the environment
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    archive = S3Archive(s3, BUCKET)
    yield archive
    for tenant_id in ("acme", "acme-two"):
        archive.remove(tenant_id)


def kept(*archived: ArchivedOrder) -> None:
    for each in archived:
        S3Archives(BUCKET).of(each.order.tenant_id).put(each)


def test_a_redacted_order_has_no_older_version(archive: S3Archive) -> None:
    ada = an_archived()
    kept(ada, ada)
    (found,) = archive.objects("acme")
    assert found.archived == ada
    archive.put(found.key, redact_archived(found.archived))
    assert archive.versions("acme", older=True) == 2
    assert archive.remove("acme", older=True) == 2
    assert (archive.versions("acme"), archive.versions("acme", older=True)) == (1, 0)
    (after,) = archive.objects("acme")
    assert after.archived == redact_archived(ada)
    assert b"".join(archive.lines("acme")).count(b"erased@erased.invalid") == 1
    # It still reads as an order, and may come back.
    assert S3Archives(BUCKET).of("acme").get(ada.order.order_id) == redact_archived(ada)


def test_a_tenant_goes_with_all_versions_and_deletion_marks_and_no_other(
    archive: S3Archive,
) -> None:
    ada = an_archived()
    kept(ada, ada, an_archived("acme-two"))
    (found,) = archive.objects("acme")
    boto3.client("s3").delete_object(Bucket=BUCKET, Key=found.key)
    kept(ada)
    assert archive.remove("acme") == 4
    assert (archive.versions("acme"), archive.versions("acme-two")) == (0, 1)


def test_an_order_that_is_leaving_is_not_redacted_behind_the_archivers_back(
    dynamodb: DynamoWorld,
) -> None:
    """Its archiver may have read the item already, and is about to keep it."""
    tenant_id, client = dynamodb.tenant_id, boto3.client("dynamodb")
    table = dynamodb.table.name
    profile = tenant_profile(tenant_id)
    client.put_item(TableName=table, Item={"PK": {"S": profile.pk}, "SK": {"S": profile.sk}})
    order = an_order(tenant_id=tenant_id)
    head, placed = new_order_record(order, 1), placed_record(a_placed(order), 1)
    dynamodb.table.put(head)
    dynamodb.table.put(placed)
    redaction = DynamoRedaction(client, {POOLED: table})
    redacted = redact(placed.to_dynamodb_dict())
    redaction.replace(tenant_id, POOLED, [redacted])
    dynamodb.table.delete(head.key)
    with pytest.raises(BusyError):
        redaction.replace(tenant_id, POOLED, [redacted])


def test_a_head_that_changed_meanwhile_is_not_redacted_over(dynamodb: DynamoWorld) -> None:
    tenant_id, client = dynamodb.tenant_id, boto3.client("dynamodb")
    table = dynamodb.table.name
    profile = tenant_profile(tenant_id)
    client.put_item(TableName=table, Item={"PK": {"S": profile.pk}, "SK": {"S": profile.sk}})
    order = an_order(tenant_id=tenant_id, scans=(a_kept_scan(),))
    head = new_order_record(order, 1)
    dynamodb.table.put(head)
    redaction = DynamoRedaction(client, {POOLED: table})
    redacted = redact(head.to_dynamodb_dict())
    redaction.replace(tenant_id, POOLED, [redacted])
    erased = dynamodb.orders().get(order.order_id)
    assert [scan.description for scan in erased.scans] == ["erased"]
    with pytest.raises(VersionConflict):
        dynamodb.orders().commit(a_transition(order))
    dynamodb.orders().commit(a_transition(erased))
    with pytest.raises(BusyError):
        redaction.replace(tenant_id, POOLED, [redacted])
