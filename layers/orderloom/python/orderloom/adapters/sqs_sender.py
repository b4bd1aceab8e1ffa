"""Messages of our own over SQS, ten a call."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import boto3

from orderloom.adapters.aws_config import steady
from orderloom.adapters.aws_errors import translated
from orderloom.errors import TransientError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef as Entry

_MOST_A_CALL = 10
"""SQS's limit. Our messages are some 200 bytes, so ten stay far below its limit of size."""


@dataclass(frozen=True)
class Outgoing:
    """`kind` and `group` are told as attributes too, for those who look at the queue.

    Messages of one `group` (a tenant) wait for each other's sake only: the queue is fair.
    """

    kind: str
    group: str
    body: str
    delay_seconds: int = 0


class SqsSender:
    """The client is made when the first message is sent."""

    def __init__(self, sqs: "Callable[[], SQSClient] | None" = None) -> None:
        self._make_sqs = sqs or _client

    def send(self, queue_url: str, messages: Sequence[Outgoing]) -> None:
        """Raises TransientError: some may be stored, and sending all again must do no harm."""
        for entries in _batches(messages):
            with translated("SQS SendMessageBatch"):
                answer = self._sqs.send_message_batch(QueueUrl=queue_url, Entries=entries)
            if failed := answer.get("Failed", []):
                codes = ", ".join(sorted({failure["Code"] for failure in failed}))
                raise TransientError(f"SQS SendMessageBatch: {len(failed)} not stored: {codes}")

    @cached_property
    def _sqs(self) -> "SQSClient":
        return self._make_sqs()


def _batches(messages: Sequence[Outgoing]) -> "Iterator[list[Entry]]":
    for start in range(0, len(messages), _MOST_A_CALL):
        batch = messages[start : start + _MOST_A_CALL]
        yield [_entry(number, message) for number, message in enumerate(batch)]


def _entry(number: int, message: Outgoing) -> "Entry":
    told = {"kind": message.kind, "tenant_id": message.group}
    return {
        "Id": str(number),
        "MessageBody": message.body,
        "MessageAttributes": {
            name: {"DataType": "String", "StringValue": value} for name, value in told.items()
        },
        "MessageGroupId": message.group,
        "DelaySeconds": message.delay_seconds,
    }


def _client() -> "SQSClient":
    return boto3.client("sqs", config=steady())
