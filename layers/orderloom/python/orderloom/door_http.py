"""The door's HTTP: API Gateway's payload 2.0 in, its answers out, the one map of status codes.

Standard library only: the door cannot afford the router of the merchant API.
"""

import json
from typing import Any

from orderloom.domain.identifiers import PLATFORM
from orderloom.services.ingest_webhook import Refusal, WebhookRequest

RETRY_AFTER_SECONDS = 5

_PROBLEMS = {
    Refusal.NOT_FOUND: (404, "Not found", "No such webhook address."),
    Refusal.UNREADABLE_BODY: (400, "Unreadable body", "The body is not what its encoding says."),
    Refusal.TOO_LARGE: (413, "Payload too large", "The body is too large."),
    Refusal.INVALID_SIGNATURE: (400, "Invalid signature", "The signature was not accepted."),
    Refusal.MALFORMED_JSON: (400, "Malformed JSON", "The body is not a JSON object."),
}


def webhook_request(event: dict[str, Any]) -> WebhookRequest:
    """From an event of `POST /webhooks/{provider}[/{tenant_id}]`."""
    path = event.get("pathParameters") or {}
    headers = event.get("headers") or {}
    return WebhookRequest(
        provider=path.get("provider", ""),
        tenant_id=path.get("tenant_id", PLATFORM),
        headers={name.lower(): value for name, value in headers.items()},
        body=event.get("body") or "",
        is_base64=bool(event.get("isBase64Encoded")),
    )


def received(event_id: str) -> dict[str, Any]:
    return _answer(200, {"received": True, "event_id": event_id}, {})


def granted(token: str, seconds: int) -> dict[str, Any]:
    """As OAuth 2 has it (RFC 6749)."""
    document = {"access_token": token, "token_type": "Bearer", "expires_in": seconds}
    return _answer(200, document, {"Cache-Control": "no-store"})


def not_granted() -> dict[str, Any]:
    return _answer(401, {"error": "invalid_client"}, {"WWW-Authenticate": "Basic"})


def refused(refusal: Refusal) -> dict[str, Any]:
    """Says which check failed and nothing about why: the caller may be anybody."""
    status, title, detail = _PROBLEMS[refusal]
    return _problem(status, refusal, title, detail, {})


def try_again() -> dict[str, Any]:
    return _problem(
        503,
        "temporarily-unavailable",
        "Temporarily unavailable",
        "Nothing was stored; send it again.",
        {"Retry-After": str(RETRY_AFTER_SECONDS)},
    )


def _problem(
    status: int, slug: str, title: str, detail: str, headers: dict[str, str]
) -> dict[str, Any]:
    """A document after RFC 9457."""
    kind = f"urn:orderloom:problem:{slug}"
    document = {"type": kind, "title": title, "status": status, "detail": detail}
    return _answer(status, document, {"Content-Type": "application/problem+json", **headers})


def _answer(status: int, document: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", **headers},
        "body": json.dumps(document),
    }
