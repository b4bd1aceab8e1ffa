"""Table stream: what time to live deleted is archived (orders) or counted (parked events).

Every record is tried, then the first failure raised: the batch is repeated, in halves, until
the failing record is alone. What was archived before is found so.
"""

from dataclasses import asdict
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit
from orderloom.adapters.dynamodb.expiries import ExpiredParked, expiry
from orderloom.bootstrap import container
from orderloom.errors import OrderloomError
from orderloom.services.archive_order import ArchiveOrder, Departure

logger = Logger(service="archive_order")
metrics = Metrics(namespace="Orderloom", service="archive_order")


@metrics.log_metrics
def handler(event: dict[str, Any], _context: object) -> None:
    parts = container()
    archive = ArchiveOrder(
        departures_for=parts.departures,
        archive_for=parts.archive,
        books_for=parts.stock_books,
        tenants=parts.tenants,
        clock=parts.clock,
    )
    failures: list[OrderloomError] = []
    for record in event["Records"]:
        try:
            _handle(archive, record)
        except OrderloomError as exc:
            logger.warning("not archived", exc_info=exc)
            failures.append(exc)
    if failures:
        raise failures[0]


def _handle(archive: ArchiveOrder, record: dict[str, Any]) -> None:
    expired = expiry(record)
    if expired is None:
        return
    if isinstance(expired, ExpiredParked):
        logger.warning("parked_event_expired", extra=asdict(expired))
        metrics.add_metric("parked_event_expired", MetricUnit.Count, 1)
        return
    outcome = archive(expired)
    log = logger.error if outcome is Departure.NOT_ENDED else logger.info
    order = expired.order
    told = {"outcome": outcome, "tenant_id": order.tenant_id, "order_id": order.order_id}
    log("departure", extra=told)
    metrics.add_metric(f"archive.{outcome}", MetricUnit.Count, 1)
