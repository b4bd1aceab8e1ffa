"""The log and the metrics of the HTTP functions.

Ids are logged; keys, addresses, names and payment secrets never are.
"""

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit

SERVER_ERROR = 500
"""The first status that is our fault."""

logger = Logger()
metrics = Metrics(namespace="Orderloom")


def answered(operation: str, status: int) -> None:
    """One line for each request. Metrics have no tenant: a dimension each would cost a fortune."""
    logger.info("request", operation=operation, status=status)
    metrics.add_metric("api.requests", MetricUnit.Count, 1)
    metrics.add_metric("api.server_errors", MetricUnit.Count, int(status >= SERVER_ERROR))


def count(name: str) -> None:
    """One more of a thing that happened."""
    metrics.add_metric(name, MetricUnit.Count, 1)
