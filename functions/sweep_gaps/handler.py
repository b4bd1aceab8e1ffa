"""Sweep queue: the schedule's signal, parts of the tenant list, single connections."""

from functools import partial
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from orderloom.adapters.sqs_batch import use_each
from orderloom.adapters.sqs_sweeps import decode_sweep
from orderloom.domain.sweep_messages import SweepConnection, SweepEverybody, SweepTenants
from orderloom.errors import ProviderRefused, ProviderUnavailable
from orderloom.services.sweep_in_turn import SweepInTurn
from orderloom.sweep_bootstrap import SweepContainer, sweep_container
from orderloom.sweep_pieces import SweepPieces
from orderloom.sweep_telemetry import SweepTelemetry

logger = Logger(service="sweep_gaps")
metrics = Metrics(namespace="Orderloom", service="sweep_gaps")


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> PartialItemFailureResponse:  # noqa: ANN401
    parts = sweep_container()
    return use_each(event, context, parts.feed, partial(_sweep, parts))


def _sweep(parts: SweepContainer, record: SQSRecord) -> None:
    message = decode_sweep(record.raw_event)
    match message:
        case SweepEverybody():
            parts.plan_sweeps.everybody(message.book)
        case SweepTenants():
            planned = parts.plan_sweeps.some(message)
            logger.info("planned", book=message.book, shard=message.shard, connections=planned)
        case SweepConnection():
            _sweep_one(parts, message)


def _sweep_one(parts: SweepContainer, message: SweepConnection) -> None:
    telemetry = SweepTelemetry(logger, metrics)
    try:
        SweepInTurn(sweep=SweepPieces(parts, telemetry), queue=parts.sweeps)(message)
    except (ProviderUnavailable, ProviderRefused) as exc:
        telemetry.unreadable(message, exc)
