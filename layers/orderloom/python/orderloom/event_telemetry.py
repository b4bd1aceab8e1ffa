"""What became of webhooks, for logs and metrics."""

from collections.abc import Sequence

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit

from orderloom.domain.connection_health import HealthNote
from orderloom.domain.inbound import InboundEvent
from orderloom.domain.reactions import WakeParked
from orderloom.errors import OrderloomError
from orderloom.services.apply_event import Outcome

_logger = Logger(service="apply_event")
_metrics = Metrics(namespace="Orderloom", service="apply_event")


def tell(message: InboundEvent | WakeParked, outcomes: Sequence[Outcome]) -> None:
    """A line and a count for each outcome."""
    name = "object_id" if isinstance(message, WakeParked) else "event_id"
    details = {name: getattr(message, name), "tenant_id": message.tenant_id}
    for outcome in outcomes:
        _logger.info("event", extra={"outcome": outcome, **details})
        _metrics.add_dimension("provider", message.provider)
        _metrics.add_metric(f"event.{outcome}", MetricUnit.Count, 1)
        _metrics.flush_metrics()


def hit_not_counted(event: InboundEvent, error: OrderloomError) -> None:
    reason = {"tenant_id": event.tenant_id, "reason": str(error)}
    _logger.warning("hit not counted", extra=reason)


def account_is_no_use(tenant_id: str, provider: str, note: HealthNote) -> None:
    """A line and a count: a merchant's orders cannot be paid until a person acts."""
    told = {"tenant_id": tenant_id, "provider": provider, "state": note.state}
    _logger.warning("account", extra={**told, "detail": note.detail})
    _metrics.add_metric(f"connection.{note.state}", MetricUnit.Count, 1)
    _metrics.flush_metrics()
