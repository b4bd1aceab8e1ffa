"""USPS's error documents: its own, and OAuth's for logging in."""

from starlette.responses import JSONResponse

from simulator.json_types import JsonObject

_TITLES = {400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 429: "Too Many Requests."}


class UspsError(Exception):
    """An error answer; `parameter` is what it is about."""

    def __init__(self, detail: str, *, status: int = 400, parameter: str = "") -> None:
        super().__init__(detail)
        self.status = status
        self.parameter = parameter

    def response(self) -> JSONResponse:
        title = _TITLES.get(self.status, "Error")
        entry: JsonObject = {"title": title, "detail": str(self), "status": str(self.status)}
        entry["source"] = {"parameter": self.parameter}
        error = {"code": str(self.status), "message": title, "errors": [entry]}
        return JSONResponse({"apiVersion": "/v3", "error": error}, self.status)


class LoginError(UspsError):
    """As RFC 6749 writes them."""

    def response(self) -> JSONResponse:
        return JSONResponse({"error": str(self), "error_description": "refused"}, self.status)


def fault_response(status: int) -> JSONResponse:
    """The body of an injected failure when the rule gives none."""
    return UspsError("Injected by a fault rule.", status=status).response()
