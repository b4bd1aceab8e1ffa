"""POST /webhooks/{provider}/{tenant_id}: verified, queued, acknowledged.

POST /webhooks/{provider}: the platform's own endpoint; the account says whose the event is.
POST …/token: a provider that logs in with us gets the token it will send with its webhooks.
"""

from typing import Any

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import Metrics, MetricUnit
from orderloom import door_http as http
from orderloom.adapters.provider_registry import provider_names
from orderloom.domain.identifiers import PLATFORM
from orderloom.door_bootstrap import grant_token, ingest_webhook
from orderloom.errors import OrderloomError
from orderloom.services.ingest_webhook import Refusal, WebhookRequest

logger = Logger(service="ingest_webhook")
metrics = Metrics(namespace="Orderloom", service="ingest_webhook")


LOG_IN = "POST /webhooks/{provider}/{tenant_id}/token"


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    request = http.webhook_request(event)
    if event.get("routeKey") == LOG_IN:
        return _grant(request)
    try:
        outcome = ingest_webhook()(request)
    except OrderloomError as exc:  # passing or not: nothing is stored, so it must come again
        _tell(request, "unavailable", reason=str(exc))
        return http.try_again()
    if isinstance(outcome, Refusal):
        _tell(request, outcome)
        return http.refused(outcome)
    unowned = outcome.tenant_id == PLATFORM
    _tell(request, "unowned" if unowned else "received", event_id=outcome.event_id)
    return http.received(outcome.event_id)


def _grant(request: WebhookRequest) -> dict[str, Any]:
    try:
        grant = grant_token()(request)
    except OrderloomError as exc:
        _tell(request, "unavailable", reason=str(exc))
        return http.try_again()
    _tell(request, "token-granted" if grant else "token-refused")
    return http.granted(*grant) if grant else http.not_granted()


def _tell(request: WebhookRequest, outcome: str, **details: str) -> None:
    # Anybody can type a provider into a URL; only ours may become a metric's dimension.
    provider = request.provider if request.provider in provider_names() else "unknown"
    named = {"outcome": outcome, "provider": provider, "tenant_id": request.tenant_id[:40]}
    logger.info("webhook", extra=named | details)
    metrics.add_dimension("provider", provider)
    metrics.add_metric(f"webhook.{outcome}", MetricUnit.Count, 1)
    metrics.flush_metrics()
