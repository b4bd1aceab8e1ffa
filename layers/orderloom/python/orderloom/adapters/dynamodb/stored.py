"""Domain values as stored values and back, the same way for every record.

What equals its default is not stored: DynamoDB bills writes by the KB, and an order's head
is rewritten by every transition. So the defaults of the domain types are part of the stored
format; tests/unit/adapters/dynamodb/test_stored_format.py holds them still.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeVar

from pydantic import ValidationError

from orderloom.adapters.dynamodb.record import Record
from orderloom.domain.model import DomainModel
from orderloom.errors import CorruptRecord
from orderloom.keys import Key

D = TypeVar("D", bound=DomainModel)


def moment(value: datetime) -> str:
    """ISO 8601, UTC, always with microseconds, so that texts sort by time."""
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def plain(value: object) -> Any:  # noqa: ANN401 - whatever a document can hold
    """Only what a document can hold: texts, numbers, booleans, None, lists and dicts."""
    match value:
        case datetime():
            return moment(value)
        case Enum():
            return value.value
        case dict():
            return {name: plain(inner) for name, inner in value.items()}
        case list() | tuple():
            return [plain(inner) for inner in value]
        case _:
            return value


def stored(model: DomainModel) -> dict[str, Any]:
    """The fields of `model` that differ from their defaults."""
    fields: dict[str, Any] = plain(model.model_dump(exclude_defaults=True))
    return fields


def domain_of(model: type[D], record: Record, **absent: object) -> D:
    """The domain value in a record; `absent` are the values of fields not stored when None.

    Raises:
        CorruptRecord: a field is missing or not what the domain type says.
    """
    return value_of(model, absent | record.attribute_values, record.key)


def value_of(model: type[D], found: Mapping[str, Any], key: Key) -> D:
    """Of the fields `found` in the record of that key; raises as `domain_of` does."""
    fields = {name: found[name] for name in model.model_fields if name in found}
    try:
        return model.model_validate(fields)
    except ValidationError as exc:
        location = ".".join(str(part) for part in exc.errors()[0]["loc"])
        # Not `from exc`: pydantic's text repeats the values, which may be personal.
        raise CorruptRecord("/".join(key), location) from None
