"""One connection as the doctor meets it: what is stored here, and the account at the provider."""

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from orderloom import keys
from orderloom.adapters.provider_registry import payment_provider
from orderloom.errors import NotFound

from orderloom_cli.clients.json_http import JsonHttp, JsonObject
from orderloom_cli.clients.transport import Reply, Transport
from orderloom_cli.deployment import Deployment

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

_CARRIERS = {"shipstation": "https://api.shipstation.com"}


@dataclass(frozen=True)
class Patient:
    """`card`: the connection as the operator API shows it. `door`: where its webhooks go.

    `stage`: of the deployment, which says whether real money may move.
    """

    card: JsonObject
    door: str
    stage: str
    base_url: str
    api_key: str = field(repr=False)

    @property
    def provider(self) -> str:
        return str(self.card["provider"])

    @property
    def key_id(self) -> str:
        return str(self.card["key_id"] or "")


@dataclass(frozen=True)
class Visit:
    """What a provider answered, and when it says that was."""

    status: int
    document: JsonObject
    told_at: datetime | None

    @property
    def refused(self) -> bool:
        return self.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}

    @property
    def failed(self) -> bool:
        return self.status >= HTTPStatus.BAD_REQUEST


def visit(transport: Transport, patient: Patient, path: str, headers: dict[str, str]) -> Visit:
    """Asks an account for something. Raises UnreachableError."""
    reply = JsonHttp(transport, patient.base_url, headers).raw("GET", path, None)
    return Visit(reply.status, _document(reply), told_at(reply))


def told_at(reply: Reply) -> datetime | None:
    """The `Date` header, where there is one that can be read."""
    try:
        return parsedate_to_datetime(reply.headers.get("date", ""))
    except (TypeError, ValueError):
        return None


def base_url_of(deployment: Deployment, provider: str) -> str:
    """The simulator's on this machine, else the provider's own."""
    if deployment.local:
        return f"{deployment.local.simulator_url}/{provider}"
    try:
        return payment_provider(provider).base_url
    except NotFound:
        return _CARRIERS[provider]


@dataclass(frozen=True)
class Pharmacy:
    """Opens API keys with the operator's own right to decrypt: no function has to have it."""

    deployment: Deployment

    def api_key(self, tenant_id: str, provider: str) -> str:
        """Raises ClientError: the operator may not read or decrypt it."""
        key = keys.connection(tenant_id, provider)
        item: Any = self.deployment.aws.dynamodb.get_item(
            TableName=self.deployment.output("TableName"),
            Key={"PK": {"S": key.pk}, "SK": {"S": key.sk}},
            ConsistentRead=True,
        )["Item"]
        kms: KMSClient = self.deployment.aws.kms
        opened = kms.decrypt(
            CiphertextBlob=base64.b64decode(item["credentials_enc"]["S"]),
            EncryptionContext={"tenant_id": tenant_id, "provider": provider},
        )
        return str(json.loads(opened["Plaintext"])["api_key"])


def _document(reply: Reply) -> JsonObject:
    """A list becomes `data` of an object; what is no JSON, nothing."""
    try:
        document = json.loads(reply.body)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {"data": document}
