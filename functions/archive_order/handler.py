"""Table stream: what time to live deleted is archived (orders) or written down (parked events).

Every record is tried, then the first failure raised: the batch is repeated, in halves, until
the failing record is alone. What was archived before is found so.
"""

from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit
from orderloom.adapters.dynamodb.expiries import expiry
from orderloom.bootstrap import container
from orderloom.domain.unclaimed import UnclaimedEvent
from orderloom.errors import OrderloomError
from orderloom.services.archive_order import ArchiveOrder, Departure
from orderloom.services.note_unclaimed import NoteUnclaimed

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
    note = NoteUnclaimed(unclaimed_for=parts.unclaimed)
    failures: list[OrderloomError] = []
    for record in event["Records"]:
        try:
            _handle(archive, note, record)
        except OrderloomError as exc:
            logger.warning("not archived", exc_info=exc)
            failures.append(exc)
    if failures:
        raise failures[0]


def _handle(archive: ArchiveOrder, note: NoteUnclaimed, record: dict[str, Any]) -> None:
    expired = expiry(record)
    if expired is None:
        return
    if isinstance(expired, UnclaimedEvent):
        noted = note(expired)
        logger.warning("parked_event_expired", extra={"outcome": noted, **expired.model_dump()})
        metrics.add_metric(f"parked_event_expired.{noted}", MetricUnit.Count, 1)
        return
    outcome = archive(expired)
    log = logger.error if outcome is Departure.NOT_ENDED else logger.info
    order = expired.order
    told = {"outcome": outcome, "tenant_id": order.tenant_id, "order_id": order.order_id}
    log("departure", extra=told)
    metrics.add_metric(f"archive.{outcome}", MetricUnit.Count, 1)
