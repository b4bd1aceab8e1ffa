"""From what was sent to a request model, or a refusal that names the fields."""

from typing import Any, TypeVar

from pydantic import ValidationError

from orderloom.http.inputs import Input
from orderloom.http.problems import VALIDATION_FAILED, FieldError, Refused

T = TypeVar("T", bound=Input)

_MOST_ERRORS = 20
_LONGEST_PATH = 200


def validated(model: type[T], value: dict[str, Any]) -> T:
    """Raises Refused, naming the first 20 fields; never what they held."""
    try:
        return model.model_validate(value)
    except ValidationError as exc:
        # Not `from exc`: its text repeats what was sent.
        refusal = Refused(VALIDATION_FAILED, "See errors.", errors=_field_errors(exc))
    raise refusal


def _field_errors(error: ValidationError) -> tuple[FieldError, ...]:
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return tuple(
        FieldError(field=_path(each["loc"]), message=each["msg"]) for each in found[:_MOST_ERRORS]
    )


def _path(location: tuple[int | str, ...]) -> str:
    # Unknown fields are named as sent, so bounded.
    return ".".join(str(part) for part in location)[:_LONGEST_PATH]
