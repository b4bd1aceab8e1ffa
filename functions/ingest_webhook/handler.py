"""POST /webhooks/{provider}/{tenant_id}: verified, queued, acknowledged."""

from functools import cache
from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit
from orderloom.adapters.provider_registry import Verifiers, provider_names
from orderloom.adapters.sqs import SqsInboundQueue
from orderloom.adapters.system_clock import SystemClock
from orderloom.adapters.webhook_secrets import DynamoWebhookSecrets
from orderloom.door_http import received, refused, try_again, webhook_request
from orderloom.door_settings import DoorSettings
from orderloom.errors import OrderloomError
from orderloom.services.ingest_webhook import IngestWebhook, Refusal, WebhookRequest

logger = Logger(service="ingest_webhook")
metrics = Metrics(namespace="Orderloom", service="ingest_webhook")


@cache
def ingest_webhook() -> IngestWebhook:
    settings, clock = DoorSettings.from_environment(), SystemClock()
    return IngestWebhook(
        verifier_for=Verifiers(shipstation_jwks_url=settings.shipstation_jwks_url),
        secrets=DynamoWebhookSecrets(table=settings.table, clock=clock, kept=settings.secrets_kept),
        queue=SqsInboundQueue(settings.inbound_queue_url),
        clock=clock,
    )


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    request = webhook_request(event)
    try:
        outcome = ingest_webhook()(request)
    except OrderloomError as exc:  # passing or not: nothing is stored, so it must come again
        _tell(request, "unavailable", reason=str(exc))
        return try_again()
    if isinstance(outcome, Refusal):
        _tell(request, outcome)
        return refused(outcome)
    _tell(request, "received", event_id=outcome.event_id)
    return received(outcome.event_id)


def _tell(request: WebhookRequest, outcome: str, **details: str) -> None:
    # Anybody can type a provider into a URL; only ours may become a metric's dimension.
    provider = request.provider if request.provider in provider_names() else "unknown"
    named = {"outcome": outcome, "provider": provider, "tenant_id": request.tenant_id[:40]}
    logger.info("webhook", extra=named | details)
    metrics.add_dimension("provider", provider)
    metrics.add_metric(f"webhook.{outcome}", MetricUnit.Count, 1)
    metrics.flush_metrics()
