"""Shiprocket's error documents; many of its refusals arrive with status 200."""

from starlette.responses import JSONResponse

from simulator.json_types import JsonObject


class ShiprocketError(Exception):
    """An error answer; `fields` says what is wrong with each."""

    def __init__(self, message: str, *, status: int = 400, **fields: str) -> None:
        super().__init__(message)
        self.status = status
        self.fields = fields

    def response(self) -> JSONResponse:
        body: JsonObject = {"message": str(self), "status_code": self.status}
        if self.fields:
            body["errors"] = {name: [problem] for name, problem in self.fields.items()}
        return JSONResponse(body, self.status)


class RefusalInside(ShiprocketError):
    """With status 200: `answer` is the whole body."""

    def __init__(self, answer: JsonObject) -> None:
        super().__init__("refused", status=200)
        self.answer = answer

    def response(self) -> JSONResponse:
        return JSONResponse(self.answer)


def fault_response(status: int) -> JSONResponse:
    """The body of an injected failure when the rule gives none."""
    limited = "You have exceeded the API call rate limit."
    message = limited if status == 429 else "Injected by a fault rule."  # noqa: PLR2004
    return ShiprocketError(message, status=status).response()
