"""Workflow queue: sagas are driven, refunds sent, providers asked, hot spots spread."""

from functools import partial
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from orderloom.adapters.sqs_batch import use_each
from orderloom.adapters.sqs_messages import decode_reaction
from orderloom.bootstrap import container
from orderloom.domain.reactions import (
    AskProvider,
    GrowOrderList,
    GrowStock,
    SendCapture,
    SendRefund,
)
from orderloom.services.drive_saga import DriveSaga
from orderloom.services.grow_shards import GrowShards
from orderloom.services.move_money import MoveMoney

logger = Logger(service="drive_saga")


def handler(event: dict[str, Any], context: Any) -> PartialItemFailureResponse:  # noqa: ANN401
    parts = container()
    drive = DriveSaga(orders_for=parts.orders, saga=parts.saga)
    move = MoveMoney(orders_for=parts.orders, payments_for=parts.payments, clock=parts.clock)
    grow = GrowShards(tenants=parts.tenants, stock_growth_for=parts.stock_growth)
    return use_each(event, context, parts.feed, partial(_react, drive, move, grow))


def _react(drive: DriveSaga, move: MoveMoney, grow: GrowShards, record: SQSRecord) -> None:
    reaction = decode_reaction(record.raw_event)
    match reaction:
        case GrowOrderList() | GrowStock():
            grow(reaction)
        case SendRefund() | SendCapture() | AskProvider():
            move(reaction)
        case _:
            drive(reaction)
    logger.info(
        "workflow", extra={"reaction": reaction.kind, **reaction.model_dump(exclude={"kind"})}
    )
