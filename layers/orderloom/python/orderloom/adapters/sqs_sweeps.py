"""The queue of sweeps over SQS."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

import boto3
from pydantic import Field, TypeAdapter, ValidationError

from orderloom.adapters.aws_config import steady
from orderloom.adapters.aws_errors import translated
from orderloom.domain.sweep_messages import Sweep, SweepConnection
from orderloom.errors import MalformedEvent, TransientError
from orderloom.ports.sweep_queue import SweepQueue

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef as Entry

_MOST_A_CALL = 10
_EVERYBODY = "all-tenants"
_SWEEP: TypeAdapter[Sweep] = TypeAdapter(Annotated[Sweep, Field(discriminator="kind")])


def decode_sweep(record: Mapping[str, Any]) -> Sweep:
    """A message of the queue. Raises MalformedEvent: none of ours."""
    try:
        return _SWEEP.validate_json(record["body"])
    except ValidationError as exc:
        message = f"message {record.get('messageId')}: body cannot be read"
        raise MalformedEvent(message) from exc


class SqsSweeps(SweepQueue):
    """Grouped by tenant, so that the queue is fair. Attributes are for those who look at it."""

    def __init__(self, queue_url: str, *, sqs: "Callable[[], SQSClient] | None" = None) -> None:
        self._queue_url = queue_url
        self._make_sqs = sqs or _client

    def send(self, sweeps: Sequence[Sweep], *, delay_seconds: int = 0) -> None:
        for entries in _batches(sweeps, delay_seconds):
            with translated("SQS SendMessageBatch"):
                answer = self._sqs.send_message_batch(QueueUrl=self._queue_url, Entries=entries)
            if failed := answer.get("Failed", []):
                codes = ", ".join(sorted({failure["Code"] for failure in failed}))
                raise TransientError(f"SQS SendMessageBatch: {len(failed)} not stored: {codes}")

    @cached_property
    def _sqs(self) -> "SQSClient":
        return self._make_sqs()


def _batches(sweeps: Sequence[Sweep], delay_seconds: int) -> "Iterator[list[Entry]]":
    for start in range(0, len(sweeps), _MOST_A_CALL):
        batch = sweeps[start : start + _MOST_A_CALL]
        yield [_entry(number, sweep, delay_seconds) for number, sweep in enumerate(batch)]


def _entry(number: int, sweep: Sweep, delay_seconds: int) -> "Entry":
    group = sweep.tenant_id if isinstance(sweep, SweepConnection) else _EVERYBODY
    return {
        "Id": str(number),
        "MessageBody": sweep.model_dump_json(),
        "MessageAttributes": {
            name: {"DataType": "String", "StringValue": value}
            for name, value in {"kind": sweep.kind, "tenant_id": group}.items()
        },
        "DelaySeconds": delay_seconds,
        "MessageGroupId": group,
    }


def _client() -> "SQSClient":
    return boto3.client("sqs", config=steady())
