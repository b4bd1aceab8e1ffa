"""Telling that a provider is left alone, or called again: one line and one metric each time."""

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit
from aws_lambda_powertools.utilities.circuit_breaker import CircuitTransition

_logger = Logger(service="breaker")
_metrics = Metrics(namespace="Orderloom", service="breaker")


def tell(change: CircuitTransition) -> None:
    tenant_id, _, provider = change.circuit_name.partition(":")
    states = {"was": change.from_state.value, "is_now": change.to_state.value}
    _logger.warning("breaker", extra={"tenant_id": tenant_id, "provider": provider, **states})
    _metrics.add_dimension("provider", provider)
    _metrics.add_metric(f"breaker.{change.to_state.value.lower()}", MetricUnit.Count, 1)
    _metrics.flush_metrics()
