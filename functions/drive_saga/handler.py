"""Workflow queue: sagas driven, refunds sent, providers asked, hot spots spread, orders drained."""

from functools import partial
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from orderloom.adapters.sqs_batch import use_each
from orderloom.adapters.sqs_messages import decode_reaction
from orderloom.bootstrap import container
from orderloom.services.carry_out import CarryOut
from orderloom.services.drain_orders import GoOnDraining
from orderloom.services.drive_saga import DriveSaga
from orderloom.services.grow_shards import GrowShards
from orderloom.services.move_money import MoveMoney
from orderloom.services.wait_for_provider import WaitForProvider

logger = Logger(service="drive_saga")


def handler(event: dict[str, Any], context: Any) -> PartialItemFailureResponse:  # noqa: ANN401
    parts = container()
    carry_out = CarryOut(
        drive=DriveSaga(orders_for=parts.orders, saga=parts.saga),
        move=WaitForProvider(
            move=MoveMoney(orders_for=parts.orders, payments_for=parts.payments, clock=parts.clock),
            queue=parts.reactions,
            patience=parts.breaker_recovery,
            random_below=parts.random_below,
        ),
        grow=GrowShards(tenants=parts.tenants, stock_growth_for=parts.stock_growth),
        drain=GoOnDraining(
            drains_for=parts.drains,
            orders_for=parts.orders,
            purchases_for=parts.label_purchases,
            clock=parts.clock,
        ),
    )
    return use_each(event, context, parts.feed, partial(_react, carry_out))


def _react(carry_out: CarryOut, record: SQSRecord) -> None:
    reaction = decode_reaction(record.raw_event)
    told = {"reaction": reaction.kind, **reaction.model_dump(exclude={"kind"})}
    logger.info("workflow", extra={**told, "again_in_seconds": carry_out(reaction)})
