"""Workflow queue: sagas driven, refunds sent, providers asked, hot spots spread, orders drained."""

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
from orderloom.domain.reactions import (
    AskProvider,
    DrainOrders,
    GrowOrderList,
    GrowStock,
    SendCapture,
    SendRefund,
)
from orderloom.services.drain_orders import DrainStep
from orderloom.services.drive_saga import DriveSaga
from orderloom.services.grow_shards import GrowShards
from orderloom.services.move_money import MoveMoney

logger = Logger(service="drive_saga")


def handler(event: dict[str, Any], context: Any) -> PartialItemFailureResponse:  # noqa: ANN401
    parts = container()
    drive = DriveSaga(orders_for=parts.orders, saga=parts.saga)
    move = MoveMoney(orders_for=parts.orders, payments_for=parts.payments, clock=parts.clock)
    grow = GrowShards(tenants=parts.tenants, stock_growth_for=parts.stock_growth)
    return process_partial_response(
        event=event,
        record_handler=partial(_react, drive, move, grow),
        processor=BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False),
        context=context,
    )


def _react(drive: DriveSaga, move: MoveMoney, grow: GrowShards, record: SQSRecord) -> None:
    reaction = decode_reaction(record.raw_event)
    match reaction:
        case GrowOrderList() | GrowStock():
            grow(reaction)
        case DrainOrders():
            _drain(reaction)
        case SendRefund() | SendCapture() | AskProvider():
            move(reaction)
        case _:
            drive(reaction)
    logger.info(
        "workflow", extra={"reaction": reaction.kind, **reaction.model_dump(exclude={"kind"})}
    )


def _drain(reaction: DrainOrders) -> None:
    parts = container()
    DrainStep(
        drains=parts.drains(reaction.tenant_id),
        orders=parts.orders(reaction.tenant_id),
        purchases=parts.label_purchases(reaction.tenant_id),
        clock=parts.clock,
    )(reaction)
