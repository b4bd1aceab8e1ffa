"""Reading fields of a provider's event without trusting its shape.

Every function raises MalformedEvent, which names the field and never repeats its value.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from orderloom import keys
from orderloom.domain.inbound import InboundEvent
from orderloom.errors import MalformedEvent

Fields = Mapping[str, Any]


def parsed(event: InboundEvent) -> Fields:
    """The event's body, which must be a JSON object."""
    try:
        payload = json.loads(event.body)
    except (ValueError, RecursionError) as exc:
        raise MalformedEvent(f"{event.provider} event {event.event_id}: not JSON") from exc
    if not isinstance(payload, dict):
        raise MalformedEvent(f"{event.provider} event {event.event_id}: not an object")
    return payload


def child(fields: Fields, name: str) -> Fields:
    """A nested object; an absent or null one is empty."""
    value = fields.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise MalformedEvent(f"{name} is not an object")
    return value


def inside(fields: Fields, name: str) -> Fields:
    """An object that may be given whole or by its id; empty where it is not there whole."""
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def text(fields: Fields, name: str) -> str:
    value = optional_text(fields, name)
    if not value:
        raise MalformedEvent(f"{name} is missing")
    return value


def optional_text(fields: Fields, name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise MalformedEvent(f"{name} is not text")
    return value


def object_id(fields: Fields, name: str) -> str:
    """A provider's id that can be part of a key of the table."""
    value = text(fields, name)
    try:
        keys.reference("tenant", "provider", value)
    except ValueError as exc:
        raise MalformedEvent(f"{name} is not usable as an id") from exc
    return value


def minor_units(fields: Fields, name: str) -> int:
    """An amount in minor units: a whole number, zero or more (and `true` is no number)."""
    value = fields.get(name)
    if type(value) is not int or value < 0:
        raise MalformedEvent(f"{name} is not an amount in minor units")
    return value


def epoch_seconds(fields: Fields, name: str) -> datetime:
    """A moment given in whole seconds since 1970, as aware UTC."""
    value = fields.get(name)
    try:
        if type(value) is int:
            return datetime.fromtimestamp(value, UTC)
    except (OverflowError, ValueError, OSError) as exc:
        raise MalformedEvent(f"{name} is out of range") from exc
    raise MalformedEvent(f"{name} is not a timestamp")


def iso_moment(fields: Fields, name: str) -> datetime | None:
    """An ISO 8601 moment as aware UTC (UTC where it names no zone); None where absent."""
    value = optional_text(fields, name)
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as exc:
        raise MalformedEvent(f"{name} is not a moment") from exc
