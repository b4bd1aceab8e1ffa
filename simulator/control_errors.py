"""Reading and refusing control requests, each problem naming its field."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse

_Model = TypeVar("_Model", bound=BaseModel)


def control_error(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": {"message": message, "fields": []}}, status)


async def read_model(request: Request, model: type[_Model]) -> _Model:
    """Validates the body; an empty body counts as an empty object."""
    return model.model_validate_json(await request.body() or b"{}")


async def refuse_invalid(_request: Request, exc: Exception) -> JSONResponse:
    """Answers 422 with the path of every offending field."""
    if not isinstance(exc, ValidationError):
        raise exc
    fields = [
        {"field": ".".join(str(part) for part in problem["loc"]), "message": problem["msg"]}
        for problem in exc.errors(include_url=False, include_context=False)
    ]
    return JSONResponse({"error": {"message": "invalid control request", "fields": fields}}, 422)
