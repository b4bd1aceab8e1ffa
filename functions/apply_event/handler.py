"""Inbound queue: apply verified webhooks, and wake those that were parked."""

from functools import partial
from typing import Any

from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from orderloom import event_telemetry
from orderloom.adapters.sqs_batch import use_each
from orderloom.adapters.sqs_messages import decode_inbound
from orderloom.bootstrap import container
from orderloom.domain.inbound import InboundEvent
from orderloom.errors import OrderloomError
from orderloom.event_pieces import EventPieces


def handler(event: dict[str, Any], context: Any) -> PartialItemFailureResponse:  # noqa: ANN401
    parts = container()
    return use_each(event, context, parts.feed, partial(_apply, EventPieces(parts)))


def _apply(apply: EventPieces, record: SQSRecord) -> None:
    message = decode_inbound(record.raw_event)
    outcomes = apply(message)
    if isinstance(message, InboundEvent):
        _count_hit(message)
        if message.swept is not None:
            ledger = container().sweep_ledger(message.tenant_id)
            ledger.settle(message.provider, message.event_id, message.swept, outcomes[0])
    event_telemetry.tell(message, outcomes)


def _count_hit(event: InboundEvent) -> None:
    try:
        container().count_hits(event)
    except OrderloomError as exc:  # the event is applied; a lost count is not worth another try
        event_telemetry.hit_not_counted(event, exc)
