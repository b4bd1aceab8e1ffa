"""Signing secrets from the table, decrypted with KMS, kept in memory for a minute.

On the acknowledgement path: the standard library only.
"""

import base64
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from orderloom import keys
from orderloom.adapters.aws_json import DYNAMODB, KMS, AwsCall, AwsJson, Patience
from orderloom.adapters.expiring_cache import ExpiringCache
from orderloom.errors import CorruptRecord, NotFound
from orderloom.ports.clock import Clock
from orderloom.ports.webhook_secrets import KEPT, KeyedSecret, WebhookSecrets

_OPENED_KEPT = timedelta(seconds=300)
_UNKNOWN_KEPT = timedelta(seconds=30)
_REREAD_AFTER = timedelta(seconds=1)
_MOST_ENTRIES = 1024
_HURRIED = Patience(connect=1, read=2, attempts=3)
"""A provider hangs up after seconds: better to answer 503 and be sent the webhook again."""

Name = tuple[str, str]
"""Tenant and provider."""


class _Kept(NamedTuple):
    keyed: KeyedSecret
    expires_at: datetime | None


class DynamoWebhookSecrets(WebhookSecrets):
    """Reads a connection's `signing_secrets`, each decrypted under the tenant's own context."""

    def __init__(
        self,
        *,
        table: str,
        clock: Clock,
        kept: timedelta = KEPT,
        dynamodb: AwsCall | None = None,
        kms: AwsCall | None = None,
    ) -> None:
        self._table = table
        self._clock = clock
        self._dynamodb = dynamodb or AwsJson(DYNAMODB, clock, _HURRIED)
        self._kms = kms or AwsJson(KMS, clock, _HURRIED)
        known = ExpiringCache[Name, tuple[_Kept, ...]](clock, lifetime=kept, most=_MOST_ENTRIES)
        # Apart, so that a flood of made-up tenants cannot push the real ones out.
        unknown = ExpiringCache[Name, bool](clock, lifetime=_UNKNOWN_KEPT, most=_MOST_ENTRIES)
        # Read lately, so not to be read again for a signature that fits nothing.
        fresh = ExpiringCache[Name, bool](clock, lifetime=_REREAD_AFTER, most=_MOST_ENTRIES)
        # Longer than the list they stand in: KMS bills every opening.
        opened = ExpiringCache[tuple[Name, str], str](
            clock, lifetime=_OPENED_KEPT, most=2 * _MOST_ENTRIES
        )
        self._known, self._unknown, self._fresh, self._opened = known, unknown, fresh, opened

    def of(self, tenant_id: str, provider: str) -> Sequence[KeyedSecret]:
        """Raises NotFound; TransientError, Misconfigured, CorruptRecord: no verdict possible."""
        name = (tenant_id, provider)
        kept = self._known.get(name)
        if kept is None:
            if self._unknown.get(name):
                raise NotFound("connection", provider)
            kept = self._remembered(name)
        return self._accepted(kept)

    def reread(self, tenant_id: str, provider: str) -> Sequence[KeyedSecret] | None:
        """At most once a second for each connection, whoever signs whatever."""
        name = (tenant_id, provider)
        if self._fresh.get(name):
            return None
        return self._accepted(self._remembered(name))

    def _accepted(self, kept: tuple[_Kept, ...]) -> Sequence[KeyedSecret]:
        """Expiry is looked at with every webhook: it waits for no cache."""
        now = self._clock.now()
        return [each.keyed for each in kept if each.expires_at is None or now < each.expires_at]

    def _remembered(self, name: Name) -> tuple[_Kept, ...]:
        self._fresh.put(name, True)
        try:
            secrets = self._read(name)
        except NotFound:
            self._known.forget(name)
            self._unknown.put(name, True)
            raise
        self._known.put(name, secrets)
        return secrets

    def _read(self, name: Name) -> tuple[_Kept, ...]:
        try:
            return tuple(self._kept(name, each["M"]) for each in self._documents(name))
        except (KeyError, ValueError) as exc:
            owner = f"{name[1]} connection of {name[0]}"
            raise CorruptRecord(owner, "signing_secrets") from exc

    def _documents(self, name: Name) -> Sequence[Any]:
        """Empty where the provider signs with its own published key."""
        key = keys.connection(*name)
        # Consistent: a connection made a moment ago must not be remembered as unknown.
        asked = {
            "TableName": self._table,
            "Key": {"PK": {"S": key.pk}, "SK": {"S": key.sk}},
            "ProjectionExpression": "PK, signing_secrets",
            "ConsistentRead": True,
        }
        item = self._dynamodb("GetItem", asked).get("Item")
        if item is None:
            raise NotFound("connection", name[1])
        documents: Sequence[Any] = item.get("signing_secrets", {}).get("L", [])
        return documents

    def _kept(self, name: Name, document: Any) -> _Kept:  # noqa: ANN401 - DynamoDB's JSON
        expiry = document.get("expires_at", {}).get("S")
        return _Kept(
            KeyedSecret(document["id"]["S"], self._secret(name, document["enc"]["S"])),
            datetime.fromisoformat(expiry) if expiry else None,
        )

    def _secret(self, name: Name, ciphertext: str) -> str:
        # With the name: what was sealed for another tenant must not open from here.
        secret = self._opened.get((name, ciphertext))
        if secret is None:
            base64.b64decode(ciphertext, validate=True)
            context = {"tenant_id": name[0], "provider": name[1]}
            sealed = {"CiphertextBlob": ciphertext, "EncryptionContext": context}
            secret = base64.b64decode(self._kms("Decrypt", sealed)["Plaintext"]).decode()
            self._opened.put((name, ciphertext), secret)
        return secret
