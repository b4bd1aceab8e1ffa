"""What is told of a reconciliation: a line for each drift, figures for the alarm.

The lines are the audit trail of what was mended. Figures have no tenant: a dimension each would
cost a fortune.
"""

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit

from orderloom.services.reconcile_stock import Drift, StockReport


def tell(report: StockReport, *, tenant_id: str, logger: Logger, metrics: Metrics) -> None:
    """Log and count what was found and what was done about it."""
    for drift in report.drifts:
        logger.warning("stock drift", extra={"tenant_id": tenant_id, **_described(drift)})
    if report.unsettled:
        moving = {"tenant_id": tenant_id, "skus": list(report.unsettled)}
        logger.info("stock unsettled", extra=moving)
    figures = {
        "stock.reconciled_skus": len(report.counts),
        "stock.unsettled_skus": len(report.unsettled),
        "stock.drifting_skus": len(report.drifts),
        "stock.drift_units_left": sum(abs(drift.left) for drift in report.drifts),
    }
    for name, value in figures.items():
        metrics.add_metric(name, MetricUnit.Count, value)


def _described(drift: Drift) -> dict[str, object]:
    count = drift.count
    return {
        "sku": count.sku,
        "received": count.received,
        "available": count.available,
        "reserved": count.reserved,
        "shipped": count.shipped,
        "drift": count.drift,
        "left": drift.left,
        "corrections": [
            {"shard": correction.shard, "units": correction.units} for correction in drift.mended
        ],
    }
