"""Reactions over SQS: saga reactions to the workflow queue, wake-ups to the inbound queue."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from orderloom.adapters.sqs_sender import Outgoing, SqsSender
from orderloom.domain.reactions import (
    DrainOrders,
    Reaction,
    ResumePayment,
    WakeParked,
    WorkflowReaction,
)
from orderloom.ports.reaction_queue import ReactionQueue

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


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
        self._sender = SqsSender(sqs)

    def send(self, reactions: Sequence[Reaction]) -> None:
        """Some may be stored when this raises; sending them again does no harm."""
        wake_ups = [each for each in reactions if isinstance(each, WakeParked)]
        steps = [each for each in reactions if not isinstance(each, WakeParked)]
        self._sender.send(self._inbound_queue_url, [_message(each, 0) for each in wake_ups])
        self._sender.send(
            self._workflow_queue_url, [_message(each, _delay_of(each)) for each in steps]
        )

    def send_later(self, reaction: WorkflowReaction, delay_seconds: int) -> None:
        self._sender.send(self._workflow_queue_url, [_message(reaction, delay_seconds)])


def _delay_of(reaction: WorkflowReaction) -> int:
    return reaction.delay_seconds if isinstance(reaction, ResumePayment | DrainOrders) else 0


def _message(reaction: Reaction, delay_seconds: int) -> Outgoing:
    return Outgoing(reaction.kind, reaction.tenant_id, reaction.model_dump_json(), delay_seconds)
