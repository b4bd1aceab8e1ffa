"""Reading queue messages, as Lambda hands them over."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from orderloom.domain.inbound import InboundEvent
from orderloom.domain.reactions import Reaction, WakeParked, WorkflowReaction
from orderloom.errors import MalformedEvent

SqsRecord = Mapping[str, Any]
R = TypeVar("R", bound=Reaction)
M = TypeVar("M")

_WORKFLOW_REACTION: TypeAdapter[WorkflowReaction] = TypeAdapter(
    Annotated[WorkflowReaction, Field(discriminator="kind")]
)
_WAKE: TypeAdapter[WakeParked] = TypeAdapter(WakeParked)


def decode_inbound(record: SqsRecord) -> InboundEvent | WakeParked:
    """A message of the inbound queue. Raises MalformedEvent: none of ours."""
    match _attribute(record, "kind"):
        case "webhook":
            return _webhook(record)
        case "wake_parked":
            return _same_tenant(record, decoded(record, _WAKE))
        case _:
            raise _malformed(record, "kind")


def decode_reaction(record: SqsRecord) -> WorkflowReaction:
    """A message of the workflow queue. Raises MalformedEvent: none of ours."""
    return _same_tenant(record, decoded(record, _WORKFLOW_REACTION))


def decoded(record: SqsRecord, kind: TypeAdapter[M]) -> M:
    """What a message's body holds. Raises MalformedEvent: none of ours."""
    try:
        return kind.validate_json(record["body"])
    except ValidationError as exc:
        raise _malformed(record, "body") from exc


def is_replayed(record: SqsRecord) -> bool:
    """Whether an operator sent the message again from a dead-letter queue."""
    return "replayed" in record["messageAttributes"]


def _webhook(record: SqsRecord) -> InboundEvent:
    try:
        return InboundEvent(
            tenant_id=_attribute(record, "tenant_id"),
            provider=_attribute(record, "provider"),
            event_id=_attribute(record, "event_id"),
            received_at=datetime.fromisoformat(_attribute(record, "received_at")),
            body=_body(record),
            headers=json.loads(_attribute(record, "headers")),
            replayed=is_replayed(record),
            secret_id=_secret_id(record),
            swept=_swept(record),
        )
    except ValueError as exc:
        raise _malformed(record, "received_at, swept, headers or body") from exc


def _swept(record: SqsRecord) -> datetime | None:
    if "swept" not in record["messageAttributes"]:
        return None
    return datetime.fromisoformat(_attribute(record, "swept"))


def _secret_id(record: SqsRecord) -> str | None:
    named = "secret_id" in record["messageAttributes"]
    return _attribute(record, "secret_id") if named else None


def _body(record: SqsRecord) -> str:
    text: str = record["body"]
    if _attribute(record, "encoding") == "base64":
        return base64.b64decode(text, validate=True).decode()
    return text


def _same_tenant(record: SqsRecord, reaction: R) -> R:
    """The body acts on its tenant; what grouped and routed the message must be the same."""
    if _attribute(record, "tenant_id") != reaction.tenant_id:
        raise _malformed(record, "tenant_id")
    return reaction


def _attribute(record: SqsRecord, name: str) -> str:
    try:
        value: str = record["messageAttributes"][name]["stringValue"]
    except KeyError as exc:
        raise _malformed(record, name) from exc
    return value


def _malformed(record: SqsRecord, part: str) -> MalformedEvent:
    return MalformedEvent(f"message {record.get('messageId')}: {part} cannot be read")
