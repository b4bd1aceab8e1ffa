"""Stock checks: the hour's signal, parts of the tenant list, single tenants."""

from functools import partial
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from orderloom.adapters.sqs_batch import use_each
from orderloom.adapters.sqs_stock_checks import decode_stock_check
from orderloom.bootstrap import Container, container
from orderloom.domain.stock_checks import CheckEverybody, CheckTenants
from orderloom.services.plan_stock_checks import PlanStockChecks
from orderloom.services.reconcile_stock import ReconcileStock
from orderloom.stock_telemetry import tell

logger = Logger(service="reconcile_stock")
metrics = Metrics(namespace="Orderloom", service="reconcile_stock")


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> PartialItemFailureResponse:  # noqa: ANN401
    parts = container()
    return use_each(event, context, parts.feed, partial(_check, parts))


def _check(parts: Container, record: SQSRecord) -> None:
    check = decode_stock_check(record.raw_event)
    plan = PlanStockChecks(tenants=parts.tenants, queue=parts.stock_checks)
    if isinstance(check, CheckEverybody):
        plan.everybody()
    elif isinstance(check, CheckTenants):
        logger.info("planned", shard=check.shard, tenants=plan.some(check))
    else:
        report = _reconcile(parts, check.tenant_id)(repair=True)
        tell(report, tenant_id=check.tenant_id, logger=logger, metrics=metrics)
        logger.info("reconciled", tenant_id=check.tenant_id, skus=len(report.counts))


def _reconcile(parts: Container, tenant_id: str) -> ReconcileStock:
    return ReconcileStock(
        catalogue=parts.catalogue(tenant_id),
        orders=parts.orders(tenant_id),
        books=parts.stock_books(tenant_id),
        tenants=parts.tenants,
        clock=parts.clock,
        pause=parts.pause,
    )
