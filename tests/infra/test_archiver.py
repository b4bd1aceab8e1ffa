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


def feeds(assembly: Assembly) -> list[dict[str, Any]]:
    return [
        mapping["Properties"]
        for name, mapping in assembly.of_type("AWS::Lambda::EventSourceMapping").items()
        if name.startswith("ArchiverFeed")
    ]


def reaches_the_archiver(assembly: Assembly, record: dict[str, Any]) -> bool:
    (patterns,) = {json.dumps(feed["FilterCriteria"]) for feed in feeds(assembly)}
    filters = json.loads(patterns)["Filters"]
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
    for feed in feeds(prod):
        failed = feed["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0]
        assert failed.startswith("ArchiverFeed")
        assert "DeadLettersQueue" in failed
        assert feed["BisectBatchOnFunctionError"] is True


def test_every_table_feeds_it_each_with_its_own_dead_letters(prod: Assembly) -> None:
    sources = {json.dumps(feed["EventSourceArn"]) for feed in feeds(prod)}
    letters = {json.dumps(feed["DestinationConfig"]) for feed in feeds(prod)}
    assert (len(feeds(prod)), len(sources), len(letters)) == (3, 3, 3)


def test_the_archive_is_private_encrypted_and_versioned(prod: Assembly) -> None:
    (bucket,) = (
        it["Properties"]
        for name, it in prod.of_type("AWS::S3::Bucket").items()
        if name.startswith("ArchiveBucket")
    )
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["BucketEncryption"]
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    rule, half_done = bucket["LifecycleConfiguration"]["Rules"]
    assert half_done["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
    assert rule["Transitions"] == [{"StorageClass": "GLACIER_IR", "TransitionInDays": 90}]
    assert "ExpirationInDays" not in rule
