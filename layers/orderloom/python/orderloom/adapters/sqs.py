"""The inbound queue over SQS.

On the acknowledgement path: the standard library only. What reads these messages is in
sqs_messages.py.
"""

import base64
import json
import re

from orderloom.adapters.aws_json import SQS, AwsCall, AwsJson, Patience
from orderloom.adapters.system_clock import SystemClock
from orderloom.domain.inbound import InboundEvent
from orderloom.errors import Misconfigured, TransientError
from orderloom.ports.inbound_queue import InboundQueue

_HURRIED = Patience(connect=1, read=3, attempts=2)
"""A provider hangs up after seconds: better to answer 503 and be sent the webhook again."""

_REFUSED_BY_SQS = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class SqsInboundQueue(InboundQueue):
    """One `SendMessage` a webhook; grouped by tenant, which makes the queue fair."""

    def __init__(self, queue_url: str, *, sqs: AwsCall | None = None) -> None:
        self._queue_url = queue_url
        self._sqs = sqs or AwsJson(SQS, SystemClock(), _HURRIED)

    def send(self, event: InboundEvent) -> None:
        """Whatever SQS says but yes is a TransientError: the provider sends it again."""
        body, encoding = _encoded(event.body)
        message = {
            "QueueUrl": self._queue_url,
            "MessageBody": body,
            "MessageAttributes": _attributes(event, encoding),
            "MessageGroupId": event.tenant_id,
        }
        try:
            self._sqs("SendMessage", message)
        except Misconfigured as exc:
            raise TransientError(str(exc)) from exc


def _encoded(body: str) -> tuple[str, str]:
    """SQS takes XML's characters only, and no empty body."""
    if body and not _REFUSED_BY_SQS.search(body):
        return body, "text"
    return base64.b64encode(body.encode()).decode(), "base64"


def _attributes(event: InboundEvent, encoding: str) -> dict[str, dict[str, str]]:
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
