"""Workflow queue: start, resume and turn back sagas."""

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
from orderloom.services.drive_saga import DriveSaga

logger = Logger(service="drive_saga")


def handler(event: dict[str, Any], context: Any) -> PartialItemFailureResponse:  # noqa: ANN401
    parts = container()
    drive = DriveSaga(orders_for=parts.orders, saga=parts.saga)
    return process_partial_response(
        event=event,
        record_handler=partial(_drive, drive),
        processor=BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False),
        context=context,
    )


def _drive(drive: DriveSaga, record: SQSRecord) -> None:
    reaction = decode_reaction(record.raw_event)
    drive(reaction)
    logger.info(
        "saga", reaction=reaction.kind, order_id=reaction.order_id, tenant_id=reaction.tenant_id
    )
