"""Stripe's error document, and the constructors of the errors the simulator raises."""

from starlette.responses import JSONResponse

from simulator.json_types import JsonObject

_DOCS = "https://docs.stripe.com/error-codes"
_GENERIC = {
    429: {"type": "invalid_request_error", "code": "rate_limit", "message": "Too many requests."},
    401: {"type": "invalid_request_error", "message": "Invalid API Key provided."},
}
_SERVER_FAULT = 500


class StripeError(Exception):
    """An error answer.

    `executed` says whether the endpoint had begun its work: Stripe keeps the result of a started
    request under its idempotency key, even a failure, but not a refusal of the parameters.
    """

    def __init__(self, status: int, error: JsonObject, *, executed: bool = True) -> None:
        super().__init__(error.get("message", ""))
        self.status = status
        self.error = error
        self.executed = executed

    @property
    def body(self) -> JsonObject:
        return {"error": self.error}


def fault_response(status: int) -> JSONResponse:
    """The body of an injected failure when the rule gives none."""
    kind = "api_error" if status >= _SERVER_FAULT else "invalid_request_error"
    error = _GENERIC.get(status, {"type": kind, "message": "Injected by a fault rule."})
    return JSONResponse({"error": error}, status)


def invalid(message: str, param: str | None = None, code: str | None = None) -> StripeError:
    """A parameter was refused before anything ran."""
    return StripeError(400, _invalid_body(message, param, code), executed=False)


def refused(
    message: str, *, code: str | None = None, param: str | None = None, **extra: JsonObject
) -> StripeError:
    """The request was understood and the object's state forbids it."""
    return StripeError(400, {**_invalid_body(message, param, code), **extra})


def missing(kind: str, object_id: str, param: str = "id", *, in_path: bool = True) -> StripeError:
    """No such object: 404 for the one in the path, 400 for one named by a parameter."""
    body = _invalid_body(f"No such {kind}: '{object_id}'", param, "resource_missing")
    return StripeError(404 if in_path else 400, body)


def access_revoked(account_id: str) -> StripeError:
    """The merchant took the platform's access to its account back."""
    message = f"The provided key does not have access to account '{account_id}'."
    body = _invalid_body(message, None, "account_invalid")
    return StripeError(403, body, executed=False)


def unauthenticated(message: str) -> StripeError:
    return StripeError(401, {"type": "invalid_request_error", "message": message}, executed=False)


def secret_key_required() -> StripeError:
    message = "A publishable key may not make this call; use the secret key."
    return StripeError(403, _invalid_body(message, None, "secret_key_required"), executed=False)


def unrecognised_url(path: str) -> StripeError:
    body = _invalid_body(f"Unrecognized request URL: /{path}", None, None)
    return StripeError(404, body, executed=False)


def idempotency(status: int, message: str, code: str | None = None) -> StripeError:
    error: JsonObject = {"type": "idempotency_error", "message": message}
    if code is not None:
        error["code"] = code
    return StripeError(status, error, executed=False)


def _invalid_body(message: str, param: str | None, code: str | None) -> JsonObject:
    body: JsonObject = {"type": "invalid_request_error", "message": message}
    if param is not None:
        body["param"] = param
    if code is not None:
        body["code"] = code
        body["doc_url"] = f"{_DOCS}/{code.replace('_', '-')}"
    return body
