"""Reactions over SQS: saga reactions to the workflow queue, wake-ups to the inbound queue."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import boto3

from orderloom.adapters.aws_config import steady
from orderloom.adapters.aws_errors import translated
from orderloom.domain.reactions import (
    DrainOrders,
    Reaction,
    ResumePayment,
    WakeParked,
    WorkflowReaction,
)
from orderloom.errors import TransientError
from orderloom.ports.reaction_queue import ReactionQueue

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef as Entry

_MOST_A_CALL = 10
"""SQS's limit. A reaction is some 200 bytes, so ten stay far below its limit of size."""


class SqsReactionQueue(ReactionQueue):
    """Both queues are fair between tenants, as messages are grouped by them."""

    def __init__(
        self,
        *,
        workflow_queue_url: str,
        inbound_queue_url: str,
        sqs: "Callable[[], SQSClient] | None" = None,
    ) -> None:
        self._workflow_queue_url = workflow_queue_url
        self._inbound_queue_url = inbound_queue_url
        self._make_sqs = sqs or _client

    def send(self, reactions: Sequence[Reaction]) -> None:
        """Some may be stored when this raises; sending them again does no harm."""
        wake_ups = [reaction for reaction in reactions if isinstance(reaction, WakeParked)]
        steps = [reaction for reaction in reactions if not isinstance(reaction, WakeParked)]
        self._send_all(self._inbound_queue_url, wake_ups)
        self._send_all(self._workflow_queue_url, steps)

    def send_later(self, reaction: WorkflowReaction, delay_seconds: int) -> None:
        self._send_entries(self._workflow_queue_url, [_entry(0, reaction, delay_seconds)])

    def _send_all(self, queue_url: str, reactions: Sequence[Reaction]) -> None:
        for entries in _batches(reactions):
            self._send_entries(queue_url, entries)

    def _send_entries(self, queue_url: str, entries: "list[Entry]") -> None:
        with translated("SQS SendMessageBatch"):
            answer = self._sqs.send_message_batch(QueueUrl=queue_url, Entries=entries)
        failed = answer.get("Failed", [])
        if failed:
            codes = ", ".join(sorted({failure["Code"] for failure in failed}))
            raise TransientError(f"SQS SendMessageBatch: {len(failed)} not stored: {codes}")

    @cached_property
    def _sqs(self) -> "SQSClient":
        return self._make_sqs()


def _batches(reactions: Sequence[Reaction]) -> "Iterator[list[Entry]]":
    for start in range(0, len(reactions), _MOST_A_CALL):
        batch = reactions[start : start + _MOST_A_CALL]
        yield [
            _entry(number, reaction, _delay_of(reaction)) for number, reaction in enumerate(batch)
        ]


def _delay_of(reaction: Reaction) -> int:
    return reaction.delay_seconds if isinstance(reaction, ResumePayment | DrainOrders) else 0


def _entry(number: int, reaction: Reaction, delay: int) -> "Entry":
    values = {"kind": reaction.kind, "tenant_id": reaction.tenant_id}
    return {
        "Id": str(number),
        "MessageBody": reaction.model_dump_json(),
        "MessageAttributes": {
            name: {"DataType": "String", "StringValue": value} for name, value in values.items()
        },
        "MessageGroupId": reaction.tenant_id,
        "DelaySeconds": delay,
    }


def _client() -> "SQSClient":
    return boto3.client("sqs", config=steady())
