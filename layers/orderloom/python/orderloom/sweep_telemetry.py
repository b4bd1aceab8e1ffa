"""What is told of a sweep: a line for each connection, figures for the alarms.

Figures have no tenant: a dimension each would cost a fortune. The lines have.
"""

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit

from orderloom.domain.sweeps import SweepConnection
from orderloom.errors import OrderloomError
from orderloom.services.sweep_connection import SweepReport


def tell(sweep: SweepConnection, report: SweepReport, logger: Logger, metrics: Metrics) -> None:
    """Log and count what one piece of a run found."""
    figures = {
        "sweep.delivered": report.delivered,
        "sweep.missing": len(report.missing),
        "sweep.silent": int(report.silent),
    }
    missing = [event.event_id for event in report.missing]
    logger.info("swept", extra={**_named(sweep), **figures, "read": report.read})
    if missing:
        logger.warning("events missing", extra={**_named(sweep), "event_ids": missing})
    if report.silent:
        logger.error("webhooks do not arrive", extra=_named(sweep))
    for name, value in figures.items():
        metrics.add_metric(name, MetricUnit.Count, value)


def tell_unreadable(
    sweep: SweepConnection, error: OrderloomError, logger: Logger, metrics: Metrics
) -> None:
    """The provider's record could not be read; a person must act if it stays so."""
    logger.warning("record not read", extra={**_named(sweep), "reason": str(error)})
    metrics.add_metric("sweep.unreadable", MetricUnit.Count, 1)


def _named(sweep: SweepConnection) -> dict[str, str]:
    return {
        "tenant_id": sweep.tenant_id,
        "provider": sweep.provider,
        "book": sweep.book.value,
    }
