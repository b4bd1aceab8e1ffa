"""Reading a table's stream again, and handing what was read to its reader."""

import base64
import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from orderloom_cli.aws import StreamsClient
from orderloom_cli.dlq.event_pattern import matches
from orderloom_cli.dlq.model import StreamSource
from orderloom_cli.dlq.ports import NotAcceptedError
from orderloom_cli.dlq.stream_batch import StreamBatch

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

_EMPTY_PAGES = 20
_GONE = frozenset({"TrimmedDataAccessException", "ResourceNotFoundException"})


class StreamsAndFunctions:
    """Implements StreamRereader."""

    def __init__(self, streams: StreamsClient, functions: "LambdaClient") -> None:
        self._streams = streams
        self._functions = functions

    def records(self, source: StreamSource, batch: StreamBatch) -> list[dict[str, Any]]:
        try:
            found = list(self._between(batch))
        except ClientError as exc:
            if exc.response["Error"]["Code"] not in _GONE:
                raise
            found = []
        if not found or found[-1]["dynamodb"]["SequenceNumber"] != batch.last:
            raise NotAcceptedError(
                "the stream has these records no longer (it keeps them for 24 hours); "
                'see docs/runbooks/dlq.md, "Records that are gone"'
            )
        records = [_as_for_lambda(record, source) for record in found]
        return [
            record
            for record in records
            if not source.patterns or any(matches(one, record) for one in source.patterns)
        ]

    def hand_over(self, source: StreamSource, records: list[dict[str, Any]]) -> None:
        if not records:
            return
        answer = self._functions.invoke(
            FunctionName=source.function, Payload=json.dumps({"Records": records}).encode()
        )
        payload = answer["Payload"].read()
        if answer.get("FunctionError"):
            raise NotAcceptedError(
                f"the relay failed again: {payload[:200].decode(errors='replace')}"
            )
        failures = (json.loads(payload or b"null") or {}).get("batchItemFailures")
        if failures:
            raise NotAcceptedError("the relay could not handle all records; see its log")

    def _between(self, batch: StreamBatch) -> Iterator[dict[str, Any]]:
        iterator = self._streams.get_shard_iterator(
            StreamArn=batch.stream_arn,
            ShardId=batch.shard_id,
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            SequenceNumber=batch.first,
        )["ShardIterator"]
        empty = 0
        while iterator and empty < _EMPTY_PAGES:
            page = self._streams.get_records(ShardIterator=iterator)
            empty = 0 if page["Records"] else empty + 1
            for record in page["Records"]:
                if int(record["dynamodb"]["SequenceNumber"]) > int(batch.last):
                    return
                yield record
            iterator = page.get("NextShardIterator")


def _as_for_lambda(record: dict[str, Any], source: StreamSource) -> dict[str, Any]:
    """Lambda adds where a record comes from, and spells who deleted an item its own way."""
    plain = {name: _plain(value) for name, value in record.items()}
    by = record.get("userIdentity") or {}
    if by:
        plain["userIdentity"] = {"type": by["Type"], "principalId": by["PrincipalId"]}
    return plain | {"eventSourceARN": source.arn}


def _plain(value: object) -> object:
    """As Lambda hands records to functions: JSON, with bytes in base64 and times in seconds."""
    match value:
        case dict():
            return {name: _plain(inner) for name, inner in value.items()}
        case list() | set() | tuple():
            return [_plain(inner) for inner in value]
        case bytes():
            return base64.b64encode(value).decode()
        case datetime():
            return int(value.timestamp())
        case _:
            return value
