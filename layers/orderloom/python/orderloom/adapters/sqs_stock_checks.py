"""The hourly reconciliation over SQS."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

import boto3
from pydantic import Field, TypeAdapter, ValidationError

from orderloom.adapters.aws_config import steady
from orderloom.adapters.aws_errors import translated
from orderloom.domain.stock_checks import CheckTenant, StockCheck
from orderloom.errors import MalformedEvent, TransientError
from orderloom.ports.stock_check_queue import StockCheckQueue

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef as Entry

_MOST_A_CALL = 10
_EVERYBODY = "all-tenants"
_CHECK: TypeAdapter[StockCheck] = TypeAdapter(Annotated[StockCheck, Field(discriminator="kind")])


def decode_stock_check(record: Mapping[str, Any]) -> StockCheck:
    """A message of the queue. Raises MalformedEvent: none of ours."""
    try:
        return _CHECK.validate_json(record["body"])
    except ValidationError as exc:
        message = f"message {record.get('messageId')}: body cannot be read"
        raise MalformedEvent(message) from exc


class SqsStockChecks(StockCheckQueue):
    """Grouped by tenant, so that the queue is fair."""

    def __init__(self, queue_url: str, *, sqs: "Callable[[], SQSClient] | None" = None) -> None:
        self._queue_url = queue_url
        self._make_sqs = sqs or _client

    def send(self, checks: Sequence[StockCheck]) -> None:
        for entries in _batches(checks):
            with translated("SQS SendMessageBatch"):
                answer = self._sqs.send_message_batch(QueueUrl=self._queue_url, Entries=entries)
            if failed := answer.get("Failed", []):
                codes = ", ".join(sorted({failure["Code"] for failure in failed}))
                raise TransientError(f"SQS SendMessageBatch: {len(failed)} not stored: {codes}")

    @cached_property
    def _sqs(self) -> "SQSClient":
        return self._make_sqs()


def _batches(checks: Sequence[StockCheck]) -> "Iterator[list[Entry]]":
    for start in range(0, len(checks), _MOST_A_CALL):
        batch = checks[start : start + _MOST_A_CALL]
        yield [_entry(number, check) for number, check in enumerate(batch)]


def _entry(number: int, check: StockCheck) -> "Entry":
    group = check.tenant_id if isinstance(check, CheckTenant) else _EVERYBODY
    return {
        "Id": str(number),
        "MessageBody": check.model_dump_json(),
        "MessageAttributes": {
            name: {"DataType": "String", "StringValue": value}
            for name, value in {"kind": check.kind, "tenant_id": group}.items()
        },
        "MessageGroupId": group,
    }


def _client() -> "SQSClient":
    return boto3.client("sqs", config=steady())
