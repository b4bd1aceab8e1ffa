"""The inbound queue over SQS.

On the acknowledgement path: boto3 and the standard library only. What reads these messages
is in sqs_messages.py.
"""

import base64
import json
import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from orderloom.domain.inbound import InboundEvent
from orderloom.errors import TransientError
from orderloom.ports.inbound_queue import InboundQueue

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageAttributeValueTypeDef as Attribute

_REFUSED_BY_SQS = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class SqsInboundQueue(InboundQueue):
    """One `SendMessage` a webhook; grouped by tenant, which makes the queue fair."""

    def __init__(self, queue_url: str, *, sqs: "Callable[[], SQSClient] | None" = None) -> None:
        self._queue_url = queue_url
        self._make_sqs = sqs or _client

    def send(self, event: InboundEvent) -> None:
        """Whatever SQS says but yes is a TransientError: the provider sends it again."""
        body, encoding = _encoded(event.body)
        try:
            self._sqs.send_message(
                QueueUrl=self._queue_url,
                MessageBody=body,
                MessageAttributes=_attributes(event, encoding),
                MessageGroupId=event.tenant_id,
            )
        except ClientError as exc:
            raise TransientError(f"SQS SendMessage: {exc.response['Error']['Code']}") from exc
        except BotoCoreError as exc:
            raise TransientError(f"SQS SendMessage: {type(exc).__name__}") from exc

    @cached_property
    def _sqs(self) -> "SQSClient":
        return self._make_sqs()


def _encoded(body: str) -> tuple[str, str]:
    """SQS takes XML's characters only, and no empty body."""
    if body and not _REFUSED_BY_SQS.search(body):
        return body, "text"
    return base64.b64encode(body.encode()).decode(), "base64"


def _attributes(event: InboundEvent, encoding: str) -> "dict[str, Attribute]":
    values = {
        "kind": "webhook",
        "tenant_id": event.tenant_id,
        "provider": event.provider,
        "event_id": event.event_id,
        "received_at": event.received_at.isoformat(),
        "headers": json.dumps(event.headers),
        "encoding": encoding,
    }
    if event.secret_id:
        values["secret_id"] = event.secret_id
    if event.replayed:
        values["replayed"] = "true"
    if event.swept:
        values["swept"] = event.swept.isoformat()
    return {name: {"DataType": "String", "StringValue": value} for name, value in values.items()}


def _client() -> "SQSClient":
    # A provider hangs up after seconds: better to answer 503 and be sent the webhook again.
    config = Config(
        connect_timeout=1, read_timeout=3, retries={"total_max_attempts": 2, "mode": "standard"}
    )
    return boto3.client("sqs", config=config)
