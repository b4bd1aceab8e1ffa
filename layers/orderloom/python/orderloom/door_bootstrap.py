"""The door's composition root: its own, as it cannot afford what the other functions load."""

from functools import cache

from orderloom.adapters.platform_door import AwsPlatformDoor
from orderloom.adapters.provider_registry import Verifiers
from orderloom.adapters.sqs import SqsInboundQueue
from orderloom.adapters.system_clock import SystemClock
from orderloom.adapters.webhook_secrets import DynamoWebhookSecrets
from orderloom.door_settings import DoorSettings
from orderloom.services.grant_token import GrantToken
from orderloom.services.ingest_webhook import IngestWebhook


@cache
def _verifiers() -> Verifiers:
    return Verifiers(shipstation_jwks_url=DoorSettings.from_environment().shipstation_jwks_url)


@cache
def _secrets() -> DynamoWebhookSecrets:
    settings = DoorSettings.from_environment()
    return DynamoWebhookSecrets(
        table=settings.table, clock=SystemClock(), kept=settings.secrets_kept
    )


@cache
def _platform() -> AwsPlatformDoor:
    settings = DoorSettings.from_environment()
    return AwsPlatformDoor(
        secret_id=settings.platform_secret_id,
        table=settings.table,
        clock=SystemClock(),
        kept=settings.secrets_kept,
    )


@cache
def ingest_webhook() -> IngestWebhook:
    queue = SqsInboundQueue(DoorSettings.from_environment().inbound_queue_url)
    return IngestWebhook(
        verifier_for=_verifiers(),
        secrets=_secrets(),
        queue=queue,
        clock=SystemClock(),
        platform=_platform(),
    )


@cache
def grant_token() -> GrantToken:
    return GrantToken(verifier_for=_verifiers(), secrets=_secrets(), clock=SystemClock())
