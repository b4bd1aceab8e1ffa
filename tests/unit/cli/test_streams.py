from datetime import UTC, datetime
from typing import Any, cast

import pytest
from mypy_boto3_lambda import LambdaClient

from orderloom_cli.dlq.event_pattern import matches
from orderloom_cli.dlq.model import StreamSource
from orderloom_cli.dlq.ports import NotAcceptedError
from orderloom_cli.dlq.stream_batch import StreamBatch, read_stream_batch
from orderloom_cli.dlq.streams import StreamsAndFunctions
from orderloom_cli.errors import InconsistentError
from tests.unit.cli.aws_stubs import StubFunctions, StubStreams, refusal
from tests.unit.cli.fakes import stream_letter

NEWS = {"eventName": ["INSERT"], "dynamodb": {"Keys": {"SK": {"S": [{"prefix": "EVENT#"}]}}}}
SOURCE = StreamSource("table stream", "arn:stream", "relay-fn", (NEWS,))
BATCH = StreamBatch("arn:stream", "shard-1", "100", "200", 3, "RetryAttemptsExhausted", "fn")


def record(sequence: str, sort_key: str = "EVENT#1", name: str = "INSERT") -> dict[str, Any]:
    return {
        "eventName": name,
        "dynamodb": {
            "SequenceNumber": sequence,
            "Keys": {"SK": {"S": sort_key}},
            "NewImage": {"raw": {"B": b"\x00\xff"}},
            "ApproximateCreationDateTime": datetime(2026, 1, 1, tzinfo=UTC),
        },
    }


def rereader(
    *pages: list[dict[str, Any]], functions: StubFunctions | None = None, error: str | None = None
) -> StreamsAndFunctions:
    streams = StubStreams(list(pages), refusal(error) if error else None)
    return StreamsAndFunctions(streams, cast("LambdaClient", functions or StubFunctions()))


def test_the_batchs_records_are_read_over_pages_as_lambda_would_hand_them_over() -> None:
    pages = [[record("100")], [], [record("150", "ORDER"), record("200"), record("201")]]
    found = rereader(*pages).records(SOURCE, BATCH)
    assert [each["dynamodb"]["SequenceNumber"] for each in found] == ["100", "200"]
    assert found[0]["eventSourceARN"] == "arn:stream"
    assert found[0]["dynamodb"]["NewImage"] == {"raw": {"B": "AP8="}}
    assert found[0]["dynamodb"]["ApproximateCreationDateTime"] == 1767225600


def test_who_deleted_an_item_is_told_as_lambda_tells_it() -> None:
    expired = {
        "eventName": ["REMOVE"],
        "userIdentity": {"principalId": ["dynamodb.amazonaws.com"]},
        "dynamodb": {"NewImage": {"raw": {"B": [{"exists": True}]}}},
    }
    source = StreamSource("table stream", "arn:stream", "archiver-fn", (expired,))
    service = {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}
    signed = {**record("100", name="REMOVE"), "userIdentity": service}
    unsigned = record("200", name="REMOVE")
    (found,) = rereader([signed, unsigned]).records(source, BATCH)
    by = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
    assert found["userIdentity"] == by


@pytest.mark.parametrize(
    "stale",
    [
        rereader(error="TrimmedDataAccessException"),
        rereader([]),
        rereader([record("300")]),
        rereader([record("100")]),
    ],
)
def test_records_that_are_gone_are_said_to_be_gone(stale: StreamsAndFunctions) -> None:
    with pytest.raises(NotAcceptedError, match="no longer"):
        stale.records(SOURCE, BATCH)


def test_the_reader_gets_the_records() -> None:
    functions = StubFunctions(answer={"batchItemFailures": []})
    rereader(functions=functions).hand_over(SOURCE, [{"eventID": "1"}])
    assert functions.invoked == [{"Records": [{"eventID": "1"}]}]


@pytest.mark.parametrize(
    "functions",
    [
        StubFunctions(answer={"errorMessage": "boom"}, function_error="Unhandled"),
        StubFunctions(answer={"batchItemFailures": [{"itemIdentifier": "100"}]}),
    ],
)
def test_a_reader_that_fails_has_not_accepted(functions: StubFunctions) -> None:
    with pytest.raises(NotAcceptedError):
        rereader(functions=functions).hand_over(SOURCE, [{"eventID": "1"}])


def test_other_bodies_are_no_stream_batch() -> None:
    assert read_stream_batch("{}") is None
    assert read_stream_batch("[1]") is None
    assert read_stream_batch("not JSON") is None
    found = read_stream_batch(stream_letter("s").body)
    assert found is not None
    assert (found.first, found.last, found.size) == ("100", "200", 3)


def test_patterns() -> None:
    assert matches(NEWS, record("1", "EVENT#7"))
    assert not matches(NEWS, record("1", "ORDER"))
    assert not matches(NEWS, record("1", name="MODIFY"))
    assert not matches({"dynamodb": {"NewImage": {"x": ["y"]}}}, {"dynamodb": {}})
    with pytest.raises(InconsistentError):
        matches({"eventName": [{"anything-but": ["x"]}]}, record("1"))
