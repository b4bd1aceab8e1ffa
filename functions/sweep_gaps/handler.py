"""Sweep queue: the schedule's signal, parts of the list of connections, single connections."""

from functools import partial
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from orderloom.adapters.sqs_sweeps import decode_sweep
from orderloom.domain.sweeps import SweepConnection, SweepConnections, SweepEverybody
from orderloom.errors import ProviderRefused, ProviderUnavailable
from orderloom.services.sweep_in_turn import SweepInTurn
from orderloom.sweep_bootstrap import SweepContainer, sweep_container
from orderloom.sweep_telemetry import tell, tell_unreadable

logger = Logger(service="sweep_gaps")
metrics = Metrics(namespace="Orderloom", service="sweep_gaps")


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> PartialItemFailureResponse:  # noqa: ANN401
    return process_partial_response(
        event=event,
        record_handler=partial(_sweep, sweep_container()),
        processor=BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False),
        context=context,
    )


def _sweep(parts: SweepContainer, record: SQSRecord) -> None:
    message = decode_sweep(record.raw_event)
    match message:
        case SweepEverybody():
            parts.plan_sweeps.everybody(message.book)
        case SweepConnections():
            logger.info("planned", shard=message.shard, connections=parts.plan_sweeps.some(message))
        case SweepConnection():
            _sweep_one(parts, message)


def _sweep_one(parts: SweepContainer, message: SweepConnection) -> None:
    sweep = parts.sweep_connection(message.tenant_id, message.provider)
    try:
        report = SweepInTurn(sweep=sweep, queue=parts.sweeps)(message)
    except (ProviderUnavailable, ProviderRefused) as exc:
        tell_unreadable(message, exc, logger, metrics)
        return
    if report is not None:
        tell(message, report, logger, metrics)
