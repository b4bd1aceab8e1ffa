"""AWS's JSON protocols over the standard library.

For the door, which acknowledges webhooks: there loading an SDK takes longer than the work, and
an SDK's call costs more processor time than all the rest. One connection, one call at a time, as
Lambda gives a function one request at a time. Everything else uses boto3.
"""

import http.client
import json
import os
import random
import select
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from orderloom.adapters.aws_codes import passes
from orderloom.adapters.aws_signature import Credentials, Signer
from orderloom.adapters.http_exchange import post
from orderloom.errors import Misconfigured, OrderloomError, TransientError
from orderloom.ports.clock import Clock

_OK = 200
_BACKOFF_SECONDS = 0.1
"""At most, before the second attempt; twice as much before each further one."""

AwsCall = Callable[[str, Mapping[str, Any]], dict[str, Any]]
"""Operation and its parameters to the answer, both as the service's JSON has them."""


@dataclass(frozen=True)
class Service:
    """How a service is spoken to: its name in addresses, and what precedes an operation."""

    name: str
    target: str
    content_type: str = "application/x-amz-json-1.0"

    @property
    def variable(self) -> str:
        """What ends the name of the variable with its address, as AWS's SDKs have it."""
        return "SECRETS_MANAGER" if self.name == "secretsmanager" else self.name.upper()


SQS = Service("sqs", "AmazonSQS")
DYNAMODB = Service("dynamodb", "DynamoDB_20120810")
SECRETS_MANAGER = Service("secretsmanager", "secretsmanager", "application/x-amz-json-1.1")
KMS = Service("kms", "TrentService", "application/x-amz-json-1.1")


@dataclass(frozen=True)
class Patience:
    """Seconds to connect and to wait for an answer, and how often in all to try."""

    connect: float
    read: float
    attempts: int


class AwsJson:
    """Calls one service: `AwsJson(SQS, clock, Patience(1, 3, 2))("SendMessage", {…})`.

    Raises TransientError (no answer, or one that passes) and Misconfigured. Messages name the
    operation and the code, never AWS's own text: that may hold keys, values or policies.
    """

    def __init__(
        self,
        service: Service,
        clock: Clock,
        patience: Patience,
        *,
        environment: Mapping[str, str] = os.environ,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._service, self._clock, self._patience = service, clock, patience
        self._environment, self._sleep = environment, sleep
        self._connection: http.client.HTTPConnection | None = None

    def __call__(self, operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        body = json.dumps(parameters, separators=(",", ":")).encode()
        for attempt in range(1, self._patience.attempts + 1):
            try:
                return self._attempt(operation, body)
            except TransientError:
                if attempt == self._patience.attempts:
                    raise
                most = _BACKOFF_SECONDS * 2 ** (attempt - 1)
                self._sleep(random.random() * most)  # noqa: S311 - jitter, no secret
        raise AssertionError("no attempt allowed")

    def _attempt(self, operation: str, body: bytes) -> dict[str, Any]:
        what = f"{self._service.name} {operation}"
        connection = self._connected()
        headers = self._headers(operation, body, connection)
        try:
            status, text = post(connection, headers, body, read_seconds=self._patience.read)
        except (OSError, http.client.HTTPException) as exc:
            self._drop()
            raise TransientError(f"{what}: {type(exc).__name__}") from exc
        if status != _OK:
            raise _refusal(what, status, text)
        return _document(text)

    def _headers(
        self, operation: str, body: bytes, connection: http.client.HTTPConnection
    ) -> dict[str, str]:
        default = connection.port == connection.default_port
        host = connection.host if default else f"{connection.host}:{connection.port}"
        headers = {
            "content-type": self._service.content_type,
            "host": host,
            "x-amz-target": f"{self._service.target}.{operation}",
        }
        credentials = Credentials.from_environment(self._environment)
        signer = Signer(self._service.name, self._region)
        return signer.signed(headers, body, credentials, self._clock.now())

    def _connected(self) -> http.client.HTTPConnection:
        """The one there is, unless the service closed it, as it does while a function is frozen."""
        kept = self._connection
        if kept and kept.sock and select.select([kept.sock], [], [], 0)[0]:
            self._drop()
        if self._connection is None:
            self._connection = self._new_connection()
        if self._connection.sock is None:
            self._connection.timeout = self._patience.connect
        return self._connection

    def _new_connection(self) -> http.client.HTTPConnection:
        address = urlsplit(self._address)
        if not address.hostname:
            raise Misconfigured(f"{self._service.name}: no usable address in the environment")
        secure = address.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        return kind(address.hostname, address.port, timeout=self._patience.connect)

    def _drop(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    @property
    def _address(self) -> str:
        own = f"AWS_ENDPOINT_URL_{self._service.variable}"
        said = self._environment.get(own) or self._environment.get("AWS_ENDPOINT_URL")
        suffix = "amazonaws.com.cn" if self._region.startswith("cn-") else "amazonaws.com"
        return said or f"https://{self._service.name}.{self._region}.{suffix}"

    @property
    def _region(self) -> str:
        named = self._environment.get("AWS_REGION") or self._environment.get("AWS_DEFAULT_REGION")
        if not named:
            raise Misconfigured("no AWS_REGION in the environment")
        return named


def _refusal(what: str, status: int, text: bytes) -> OrderloomError:
    code = str(_document(text).get("__type", status)).rpartition("#")[2]
    kind = TransientError if passes(code, status) else Misconfigured
    return kind(f"{what}: {code}")


def _document(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
