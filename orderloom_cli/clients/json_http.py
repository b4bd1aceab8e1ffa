"""JSON over HTTP, with refusals as exceptions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from orderloom_cli.clients.transport import Reply, Request, Transport
from orderloom_cli.errors import ApiRefusedError, InconsistentError

JsonObject = dict[str, Any]


@dataclass(frozen=True)
class JsonHttp:
    """Calls below one base address with the same headers."""

    transport: Transport
    base_url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    def get(self, path: str, query: Mapping[str, Any] | None = None) -> JsonObject:
        wanted = {name: value for name, value in (query or {}).items() if value is not None}
        return self.call("GET", f"{path}?{urlencode(wanted)}" if wanted else path)

    def call(
        self,
        method: str,
        path: str,
        document: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> JsonObject:
        """Sends `document` as JSON; an empty answer is an empty object."""
        body = None if document is None else json.dumps(document).encode()
        return _read(self.raw(method, path, body, {"Content-Type": "application/json"}, headers))

    def form(self, path: str, fields: list[tuple[str, str]]) -> JsonObject:
        """Posts a form, as Stripe's API wants it."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return _read(self.raw("POST", path, urlencode(fields).encode(), kind))

    def raw(
        self, method: str, path: str, body: bytes | None, *headers: Mapping[str, str] | None
    ) -> Reply:
        """The reply as it came, refusals included; later headers win."""
        merged = dict(self.headers)
        for more in headers:
            merged.update(more or {})
        return self.transport.send(Request(method, self.base_url + path, merged, body))


def _read(reply: Reply) -> JsonObject:
    document = _document(reply)
    if reply.status >= HTTPStatus.BAD_REQUEST:
        raise _refusal(reply.status, document)
    return document


def _document(reply: Reply) -> JsonObject:
    try:
        document = json.loads(reply.body) if reply.body else {}
    except ValueError as exc:
        if reply.status >= HTTPStatus.BAD_REQUEST:
            return {}
        raise InconsistentError(f"HTTP {reply.status} with something else than JSON") from exc
    return document if isinstance(document, dict) else {"data": document}


def _refusal(status: int, document: JsonObject) -> ApiRefusedError:
    error = document.get("error")  # Stripe's form, and the simulator's
    if isinstance(error, dict):
        slug = error.get("decline_code") or error.get("code") or "refused"
        return ApiRefusedError(
            status, str(slug), str(error.get("message", "")), error.get("fields", [])
        )
    slug = str(document.get("type", "")).rpartition(":")[2] or f"http-{status}"
    # API Gateway's own refusals carry "message" and no problem type.
    text = document.get("detail") or document.get("title") or document.get("message")
    return ApiRefusedError(
        status, slug, str(text or f"HTTP {status}"), document.get("errors") or []
    )
