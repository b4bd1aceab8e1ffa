"""The platform's webhook secrets from Secrets Manager, and whose an account is from the table.

On the acknowledgement path: the standard library only.
"""

import json
from collections.abc import Sequence
from datetime import timedelta

from orderloom import keys
from orderloom.adapters.aws_json import DYNAMODB, SECRETS_MANAGER, AwsCall, AwsJson, Patience
from orderloom.adapters.expiring_cache import ExpiringCache
from orderloom.errors import NotFound
from orderloom.ports.clock import Clock
from orderloom.ports.platform_accounts import PlatformDoor
from orderloom.ports.webhook_secrets import KEPT, KeyedSecret

_MOST_ACCOUNTS = 4096
_HURRIED = Patience(connect=1, read=2, attempts=3)
"""A provider hangs up after seconds: better to answer 503 and be sent the webhook again."""


class AwsPlatformDoor(PlatformDoor):
    """The secret is JSON: of each provider its secrets, newest first.

    Any other value, such as the random one it is made with, accepts nothing. An account nobody
    has is looked for again each time, so that one that is routed is known at once.
    """

    def __init__(
        self,
        *,
        secret_id: str,
        table: str,
        clock: Clock,
        kept: timedelta = KEPT,
        secretsmanager: AwsCall | None = None,
        dynamodb: AwsCall | None = None,
    ) -> None:
        self._secret_id = secret_id
        self._table = table
        self._secretsmanager = secretsmanager or AwsJson(SECRETS_MANAGER, clock, _HURRIED)
        self._dynamodb = dynamodb or AwsJson(DYNAMODB, clock, _HURRIED)
        self._secrets = ExpiringCache[str, dict[str, tuple[KeyedSecret, ...]]](
            clock, lifetime=kept, most=1
        )
        self._owners = ExpiringCache[keys.Key, str](clock, lifetime=kept, most=_MOST_ACCOUNTS)

    def secrets(self, provider: str) -> Sequence[KeyedSecret]:
        known = self._secrets.get(self._secret_id)
        if known is None:
            answer = self._secretsmanager("GetSecretValue", {"SecretId": self._secret_id})
            known = _by_provider(answer["SecretString"])
            self._secrets.put(self._secret_id, known)
        if not known.get(provider):
            raise NotFound("platform webhook", provider)
        return known[provider]

    def owner(self, provider: str, account: str) -> str | None:
        key = keys.platform_account(provider, account)
        owner = self._owners.get(key)
        if owner is None:
            owner = self._read(key)
            if owner is not None:
                self._owners.put(key, owner)
        return owner

    def _read(self, key: keys.Key) -> str | None:
        asked = {
            "TableName": self._table,
            "Key": {"PK": {"S": key.pk}, "SK": {"S": key.sk}},
            "ProjectionExpression": "PK, #owner",
            "ExpressionAttributeNames": {"#owner": "owner"},
            "ConsistentRead": True,
        }
        item = self._dynamodb("GetItem", asked).get("Item")
        return str(item["owner"]["S"]) if item else None


def _by_provider(text: str) -> dict[str, tuple[KeyedSecret, ...]]:
    try:
        document = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(document, dict):
        return {}
    return {
        name: tuple(
            KeyedSecret(f"platform-{number}", secret)
            for number, secret in enumerate(secrets)
            if isinstance(secret, str)
        )
        for name, secrets in document.items()
        if isinstance(secrets, list)
    }
