"""The platform's webhook secrets from Secrets Manager, and whose an account is from the table.

On the acknowledgement path: boto3 clients only, made on first use; no pynamodb, no pydantic.
"""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from orderloom import keys
from orderloom.adapters.aws_errors import translated
from orderloom.adapters.expiring_cache import ExpiringCache
from orderloom.errors import NotFound
from orderloom.ports.clock import Clock
from orderloom.ports.platform_accounts import PlatformDoor
from orderloom.ports.webhook_secrets import KEPT, KeyedSecret

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_secretsmanager import SecretsManagerClient

_MOST_ACCOUNTS = 4096


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
        secretsmanager: "Callable[[], SecretsManagerClient] | None" = None,
        dynamodb: "Callable[[], DynamoDBClient] | None" = None,
    ) -> None:
        self._secret_id = secret_id
        self._table = table
        self._make_secretsmanager = secretsmanager or _secretsmanager_client
        self._make_dynamodb = dynamodb or _dynamodb_client
        self._secrets = ExpiringCache[str, dict[str, tuple[KeyedSecret, ...]]](
            clock, lifetime=kept, most=1
        )
        self._owners = ExpiringCache[keys.Key, str](clock, lifetime=kept, most=_MOST_ACCOUNTS)

    def secrets(self, provider: str) -> Sequence[KeyedSecret]:
        known = self._secrets.get(self._secret_id)
        if known is None:
            with translated("platform secrets"):
                answer = self._secretsmanager.get_secret_value(SecretId=self._secret_id)
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
        with translated("account's owner"):
            answer: Any = self._dynamodb.get_item(
                TableName=self._table,
                Key={"PK": {"S": key.pk}, "SK": {"S": key.sk}},
                ProjectionExpression="PK, #owner",
                ExpressionAttributeNames={"#owner": "owner"},
                ConsistentRead=True,
            )
        return answer["Item"]["owner"]["S"] if "Item" in answer else None

    @cached_property
    def _secretsmanager(self) -> "SecretsManagerClient":
        return self._make_secretsmanager()

    @cached_property
    def _dynamodb(self) -> "DynamoDBClient":
        return self._make_dynamodb()


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


def _secretsmanager_client() -> "SecretsManagerClient":
    import boto3  # noqa: PLC0415 - lean door

    return boto3.client("secretsmanager", config=_quick())


def _dynamodb_client() -> "DynamoDBClient":
    import boto3  # noqa: PLC0415 - lean door

    return boto3.client("dynamodb", config=_quick())


def _quick() -> Any:  # noqa: ANN401 - botocore's Config, which is not imported at the top
    """A provider hangs up after seconds: better to answer 503 and be sent the webhook again."""
    from botocore.config import Config  # noqa: PLC0415 - lean door

    retries: Any = {"total_max_attempts": 3, "mode": "standard"}
    return Config(connect_timeout=1, read_timeout=2, retries=retries)
