"""What feeds the archiver, and where it puts orders."""

import json
from typing import Any

from orderloom_cli.dlq.event_pattern import matches
from tests.infra.conftest import Assembly

TIME_TO_LIVE = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
HEAD = {"Keys": {"PK": {"S": "T#acme#ORD#ord_1"}, "SK": {"S": "ORDER"}}, "OldImage": {}}
PARKED = {
    "Keys": {"PK": {"S": "T#acme#PARK#stripe#pi_1"}, "SK": {"S": "evt_1"}},
    "OldImage": {"received_at": {"S": "2026-11-21T05:22:16.542559Z"}},
}
IDEMPOTENCY = {
    "Keys": {"PK": {"S": "T#acme#IDEM#f00d"}, "SK": {"S": "RECORD"}},
    "OldImage": {"order_id": {"S": "ord_1"}},
}


def feed(assembly: Assembly) -> dict[str, Any]:
    (found,) = (
        mapping["Properties"]
        for name, mapping in assembly.of_type("AWS::Lambda::EventSourceMapping").items()
        if name.startswith("ArchiverFeed")
    )
    properties: dict[str, Any] = found
    return properties


def reaches_the_archiver(assembly: Assembly, record: dict[str, Any]) -> bool:
    filters = feed(assembly)["FilterCriteria"]["Filters"]
    return any(matches(json.loads(each["Pattern"]), record) for each in filters)


def removed(what: dict[str, Any], **changes: object) -> dict[str, Any]:
    return {"eventName": "REMOVE", "userIdentity": TIME_TO_LIVE, "dynamodb": what, **changes}


def test_only_what_time_to_live_deleted_reaches_the_archiver(prod: Assembly) -> None:
    for what in (HEAD, PARKED):
        assert reaches_the_archiver(prod, removed(what))
        assert not reaches_the_archiver(prod, removed(what, userIdentity=None))
        assert not reaches_the_archiver(prod, removed(what, eventName="MODIFY"))
    assert not reaches_the_archiver(prod, removed(IDEMPOTENCY))


def test_records_given_up_on_go_to_a_dead_letter_queue(prod: Assembly) -> None:
    failed = feed(prod)["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0]
    assert failed.startswith("ArchiverFeedDeadLettersQueue")
    assert feed(prod)["BisectBatchOnFunctionError"] is True


def test_the_archive_is_private_encrypted_and_versioned(prod: Assembly) -> None:
    (bucket,) = (
        it["Properties"]
        for name, it in prod.of_type("AWS::S3::Bucket").items()
        if name.startswith("ArchiveBucket")
    )
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["BucketEncryption"]
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    (rule,) = bucket["LifecycleConfiguration"]["Rules"]
    assert rule["Transitions"] == [{"StorageClass": "GLACIER_IR", "TransitionInDays": 90}]
    assert "ExpirationInDays" not in rule
