"""The queue of sweeps over SQS."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, TypeAdapter

from orderloom.adapters.sqs_messages import decoded
from orderloom.adapters.sqs_sender import Outgoing, SqsSender
from orderloom.domain.sweep_messages import Sweep, SweepConnection
from orderloom.ports.sweep_queue import SweepQueue

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_EVERYBODY = "all-tenants"
_SWEEP: TypeAdapter[Sweep] = TypeAdapter(Annotated[Sweep, Field(discriminator="kind")])


def decode_sweep(record: Mapping[str, Any]) -> Sweep:
    """A message of the queue. Raises MalformedEvent: none of ours."""
    return decoded(record, _SWEEP)


class SqsSweeps(SweepQueue):
    """Grouped by tenant, so that the queue is fair."""

    def __init__(self, queue_url: str, *, sqs: "Callable[[], SQSClient] | None" = None) -> None:
        self._queue_url = queue_url
        self._sender = SqsSender(sqs)

    def send(self, sweeps: Sequence[Sweep], *, delay_seconds: int = 0) -> None:
        self._sender.send(self._queue_url, [_message(each, delay_seconds) for each in sweeps])


def _message(sweep: Sweep, delay_seconds: int) -> Outgoing:
    group = sweep.tenant_id if isinstance(sweep, SweepConnection) else _EVERYBODY
    return Outgoing(sweep.kind, group, sweep.model_dump_json(), delay_seconds)
