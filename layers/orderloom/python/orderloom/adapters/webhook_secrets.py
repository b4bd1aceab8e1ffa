"""Signing secrets from the table, decrypted with KMS, kept in memory for minutes.

On the acknowledgement path: boto3 clients only, made on first use; no pynamodb, no pydantic.
"""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from orderloom import keys
from orderloom.adapters.aws_errors import translated
from orderloom.adapters.expiring_cache import ExpiringCache
from orderloom.errors import CorruptRecord, NotFound
from orderloom.ports.clock import Clock
from orderloom.ports.webhook_secrets import WebhookSecrets

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kms import KMSClient

SECRETS_KEPT = timedelta(seconds=300)
_UNKNOWN_KEPT = timedelta(seconds=30)
_MOST_ENTRIES = 1024

Secrets = tuple[str, ...]
Name = tuple[str, str]
"""Tenant and provider."""


class DynamoWebhookSecrets(WebhookSecrets):
    """Reads a connection's `signing_secrets_enc`, decrypted under the tenant's own context."""

    def __init__(
        self,
        *,
        table: str,
        clock: Clock,
        dynamodb: "Callable[[], DynamoDBClient] | None" = None,
        kms: "Callable[[], KMSClient] | None" = None,
    ) -> None:
        self._table = table
        self._make_dynamodb = dynamodb or _dynamodb_client
        self._make_kms = kms or _kms_client
        known = ExpiringCache[Name, Secrets](clock, lifetime=SECRETS_KEPT, most=_MOST_ENTRIES)
        # Apart, so that a flood of made-up tenants cannot push the real ones out.
        unknown = ExpiringCache[Name, bool](clock, lifetime=_UNKNOWN_KEPT, most=_MOST_ENTRIES)
        self._known, self._unknown = known, unknown

    def of(self, tenant_id: str, provider: str) -> Secrets:
        """Raises NotFound; TransientError, Misconfigured, CorruptRecord: no verdict possible."""
        name = (tenant_id, provider)
        kept = self._known.get(name)
        if kept is not None:
            return kept
        if self._unknown.get(name):
            raise NotFound("connection", provider)
        try:
            secrets = self._read(tenant_id, provider)
        except NotFound:
            self._unknown.put(name, True)
            raise
        self._known.put(name, secrets)
        return secrets

    def _read(self, tenant_id: str, provider: str) -> Secrets:
        try:
            with translated("signing secrets"):
                ciphertext = self._ciphertext(tenant_id, provider)
                return self._decrypted(tenant_id, provider, ciphertext) if ciphertext else ()
        except ValueError as exc:
            owner = f"{provider} connection of {tenant_id}"
            raise CorruptRecord(owner, "signing_secrets_enc") from exc

    def _ciphertext(self, tenant_id: str, provider: str) -> str | None:
        """None where the provider signs with its own published key."""
        key = keys.connection(tenant_id, provider)
        # Consistent: a connection made a moment ago must not be remembered as unknown.
        answer = self._dynamodb.get_item(
            TableName=self._table,
            Key={"PK": {"S": key.pk}, "SK": {"S": key.sk}},
            ProjectionExpression="PK, signing_secrets_enc",
            ConsistentRead=True,
        )
        if "Item" not in answer:
            raise NotFound("connection", provider)
        return answer["Item"].get("signing_secrets_enc", {}).get("S")

    def _decrypted(self, tenant_id: str, provider: str, ciphertext: str) -> Secrets:
        answer = self._kms.decrypt(
            CiphertextBlob=base64.b64decode(ciphertext),
            EncryptionContext={"tenant_id": tenant_id, "provider": provider},
        )
        return tuple(json.loads(answer["Plaintext"]))

    @cached_property
    def _dynamodb(self) -> "DynamoDBClient":
        return self._make_dynamodb()

    @cached_property
    def _kms(self) -> "KMSClient":
        return self._make_kms()


def _dynamodb_client() -> "DynamoDBClient":
    import boto3  # noqa: PLC0415 - lean door

    return boto3.client("dynamodb", config=_quick())


def _kms_client() -> "KMSClient":
    import boto3  # noqa: PLC0415 - lean door

    return boto3.client("kms", config=_quick())


def _quick() -> Any:  # noqa: ANN401 - botocore's Config, which is not imported at the top
    """A provider hangs up after seconds: better to answer 503 and be sent the webhook again."""
    from botocore.config import Config  # noqa: PLC0415 - lean door

    retries: Any = {"total_max_attempts": 3, "mode": "standard"}
    return Config(connect_timeout=1, read_timeout=2, retries=retries)
