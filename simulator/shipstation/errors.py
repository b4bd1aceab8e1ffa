"""ShipStation's error document."""

from dataclasses import dataclass

from pydantic import ValidationError
from starlette.responses import JSONResponse

from simulator.json_types import JsonObject

_RATE_LIMITED = 429
_SERVER_FAULT = 500


@dataclass(frozen=True)
class Problem:
    """One entry of the error list; `error_type` and `error_code` come from their closed lists."""

    error_type: str
    error_code: str
    message: str
    field_name: str | None = None

    def describe(self) -> JsonObject:
        entry: JsonObject = {
            "error_source": "shipengine",
            "error_type": self.error_type,
            "error_code": self.error_code,
            "message": self.message,
        }
        if self.field_name is not None:
            entry["field_name"] = self.field_name
        return entry


class ShipStationError(Exception):
    """An error answer with one or more problems."""

    def __init__(self, status: int, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.status = status
        self.problems = problems

    def response(self, request_id: str) -> JSONResponse:
        errors = [problem.describe() for problem in self.problems]
        return JSONResponse({"request_id": request_id, "errors": errors}, self.status)


def invalid_fields(error: ValidationError) -> ShipStationError:
    """Every refused field at once, as ShipStation reports them."""
    problems = [
        Problem(
            "validation",
            "field_value_required" if entry["type"] == "missing" else "invalid_field_value",
            f"{_field(entry['loc'])}: {entry['msg']}",
            _field(entry["loc"]),
        )
        for entry in error.errors(include_url=False, include_context=False)
    ]
    return ShipStationError(400, *problems)


def invalid_field(name: str, message: str) -> ShipStationError:
    return ShipStationError(400, Problem("validation", "invalid_field_value", message, name))


def not_found(kind: str, object_id: str) -> ShipStationError:
    message = f"{kind} {object_id} was not found."
    return ShipStationError(404, Problem("validation", "invalid_identifier", message))


def unauthorized() -> ShipStationError:
    message = "The API key is missing or invalid."
    return ShipStationError(401, Problem("security", "unauthorized", message))


def injected(status: int) -> ShipStationError:
    """The body of an injected failure when the rule gives none."""
    code = "rate_limit_exceeded" if status == _RATE_LIMITED else "unspecified"
    kind = "system" if status >= _SERVER_FAULT or status == _RATE_LIMITED else "business_rules"
    return ShipStationError(status, Problem(kind, code, "Injected by a fault rule."))


def _field(location: tuple[str | int, ...]) -> str:
    name = ""
    for part in location:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name
