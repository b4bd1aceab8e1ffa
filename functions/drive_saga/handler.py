"""Workflow queue: start, resume and turn back sagas; spread what has become hot."""

from functools import partial
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from orderloom.adapters.sqs_messages import decode_reaction
from orderloom.bootstrap import container
from orderloom.domain.reactions import Growth
from orderloom.services.drive_saga import DriveSaga
from orderloom.services.grow_shards import GrowShards

logger = Logger(service="drive_saga")


def handler(event: dict[str, Any], context: Any) -> PartialItemFailureResponse:  # noqa: ANN401
    parts = container()
    drive = DriveSaga(orders_for=parts.orders, saga=parts.saga)
    grow = GrowShards(tenants=parts.tenants, stock_growth_for=parts.stock_growth)
    return process_partial_response(
        event=event,
        record_handler=partial(_react, drive, grow),
        processor=BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False),
        context=context,
    )


def _react(drive: DriveSaga, grow: GrowShards, record: SQSRecord) -> None:
    reaction = decode_reaction(record.raw_event)
    if isinstance(reaction, Growth):
        grow(reaction)
        logger.info("growth", extra=reaction.model_dump())
        return
    drive(reaction)
    logger.info(
        "saga", reaction=reaction.kind, order_id=reaction.order_id, tenant_id=reaction.tenant_id
    )
