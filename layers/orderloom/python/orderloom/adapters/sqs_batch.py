"""Using a batch of queue messages: each by itself, and none beyond the function's time limit.

A batch that runs into the time limit counts as one more failed delivery of every message in it,
those never looked at too: a few slow minutes would put good messages into the dead-letter queue.
So what cannot be begun in the first half of the time goes back to the queue at once. And what
cannot be used at all comes again at once, so that it is in the dead-letter queue, and in an
operator's sight, within seconds; what may pass waits for the queue's own redelivery.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol

import boto3
from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from orderloom.adapters.aws_config import steady
from orderloom.adapters.aws_errors import translated
from orderloom.errors import (
    CorruptRecord,
    MalformedEvent,
    NotFound,
    OrderloomError,
    TransientError,
)

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

logger = Logger(service="sqs_batch", child=True)

HOPELESS: Final = (CorruptRecord, MalformedEvent, NotFound)
"""However often it is tried: a person has to look."""


class TimeLimit(Protocol):
    """Lambda's context, as far as it is needed here."""

    def get_remaining_time_in_millis(self) -> int: ...


class Feed:
    """The queue a function is fed from."""

    def __init__(self, queue_url: str, *, sqs: "Callable[[], SQSClient] | None" = None) -> None:
        self._queue_url = queue_url
        self._make_sqs = sqs or _client

    def show_again(self, record: SQSRecord) -> None:
        """Have a message delivered again now; if that fails, it is when its time has come."""
        try:
            with translated("SQS ChangeMessageVisibility"):
                self._sqs.change_message_visibility(
                    QueueUrl=self._queue_url,
                    ReceiptHandle=record.receipt_handle,
                    VisibilityTimeout=0,
                )
        except OrderloomError as exc:
            logger.warning("not shown again", extra={"reason": str(exc)})

    @cached_property
    def _sqs(self) -> "SQSClient":
        return self._make_sqs()


class NoTimeLeft(TransientError):
    """The batch took so long that the message was not begun."""


def use_each(
    event: dict[str, Any], context: TimeLimit, feed: Feed, use: Callable[[SQSRecord], None]
) -> PartialItemFailureResponse:
    """What `use` could not use, as Lambda wants to be told of it."""
    enough = context.get_remaining_time_in_millis() / 2

    def used(record: SQSRecord) -> None:
        if context.get_remaining_time_in_millis() < enough:
            feed.show_again(record)
            raise NoTimeLeft(f"message {record.message_id}")
        try:
            use(record)
        except HOPELESS:
            feed.show_again(record)
            raise

    processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
    return process_partial_response(
        event=event,
        record_handler=used,
        processor=processor,
        context=context,  # type: ignore[arg-type]  # passed on as it is
    )


def _client() -> "SQSClient":
    return boto3.client("sqs", config=steady())
