"""Razorpay's error document, and the errors the simulator raises."""

from starlette.responses import JSONResponse

from simulator.json_types import JsonObject

_SERVER_FAULT = 500
_NOT_APPLICABLE = {"source": "NA", "step": "NA", "reason": "NA", "metadata": {}}


class RazorpayError(Exception):
    """An error answer; almost every refusal of Razorpay's has status 400, unknown ids included."""

    def __init__(self, description: str, *, status: int = 400, field: str | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.field = field

    @property
    def body(self) -> JsonObject:
        error: JsonObject = {"code": "BAD_REQUEST_ERROR", "description": str(self)}
        if self.field is None:
            return {"error": {**error, **_NOT_APPLICABLE}}
        where = {"source": "business", "step": "payment_initiation", "metadata": {}}
        return {
            "error": {**error, **where, "reason": "input_validation_failed", "field": self.field}
        }

    def response(self) -> JSONResponse:
        return JSONResponse(self.body, self.status)


def fault_response(status: int) -> JSONResponse:
    """The body of an injected failure when the rule gives none."""
    code = "SERVER_ERROR" if status >= _SERVER_FAULT else "BAD_REQUEST_ERROR"
    description = "Too many requests" if status == 429 else "Injected by a fault rule."  # noqa: PLR2004
    return JSONResponse(
        {"error": {"code": code, "description": description, **_NOT_APPLICABLE}}, status
    )


def unknown_id() -> RazorpayError:
    return RazorpayError("The id provided does not exist")


def unauthenticated() -> RazorpayError:
    return RazorpayError("Authentication failed", status=401)
