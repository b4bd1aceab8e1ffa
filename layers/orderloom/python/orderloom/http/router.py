"""From API Gateway's event to an endpoint and back, over the Powertools resolver."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from orderloom.http import telemetry
from orderloom.http.caller import Admission
from orderloom.http.endpoint import AnyEndpoint, Call, Reply
from orderloom.http.error_map import kind_of, problem_of
from orderloom.http.json_body import json_object, raw_bytes
from orderloom.http.problems import METHOD_NOT_ALLOWED, NOT_FOUND, Refused
from orderloom.http.validation import validated

_NOTHING_HERE = "There is nothing at this address."


class MethodNotAllowed(Refused):
    """The path exists; `allowed` are the methods it has."""

    def __init__(self, allowed: str) -> None:
        super().__init__(METHOD_NOT_ALLOWED, f"This address takes {allowed}.")
        self.allowed = allowed


def router(endpoints: Sequence[AnyEndpoint], admit: Admission) -> APIGatewayHttpResolver:
    """A resolver that answers every request, whatever happens."""
    app = APIGatewayHttpResolver()
    for endpoint in endpoints:
        rule = re.sub(r"\{(\w+)\}", r"<\1>", endpoint.path)
        app.route(rule, endpoint.method)(_route(app, endpoint, admit))

    @app.not_found
    def elsewhere(_error: Exception) -> Response[str]:
        return _failure(app, "none", _no_route(endpoints, app.current_event))

    return app


def _route(
    app: APIGatewayHttpResolver, endpoint: AnyEndpoint, admit: Admission
) -> Callable[..., Response[str]]:
    def run(**path: str) -> Response[str]:
        try:
            return _success(
                endpoint, endpoint.answer(_call(app.current_event, endpoint, admit, path))
            )
        except Exception as error:  # noqa: BLE001 - the edge: everything gets an answer
            return _failure(app, endpoint.name, error)

    return run


def _call(
    event: APIGatewayProxyEventV2, endpoint: AnyEndpoint, admit: Admission, path: dict[str, str]
) -> Call[Any, Any]:
    if not endpoint.is_at(event.path):
        # The rules of Powertools end in `$`, which lets a line feed through.
        raise Refused(NOT_FOUND, _NOTHING_HERE)
    tenant_id = admit(event.request_context.authorizer.get_lambda or {})
    telemetry.logger.append_keys(tenant_id=tenant_id or path.get("tenant_id", "")[:40])
    return Call(
        tenant_id=tenant_id,
        path=path,
        headers={name.lower(): value for name, value in event.headers.items()},
        body=validated(endpoint.body, _document(event, endpoint)),
        query=validated(endpoint.query, dict(event.query_string_parameters)),
    )


def _document(event: APIGatewayProxyEventV2, endpoint: AnyEndpoint) -> dict[str, Any]:
    is_base64 = bool(event.is_base64_encoded)
    # Clients label even an empty body, so an address that takes none ignores the label.
    if not endpoint.takes_body and not raw_bytes(event.body, is_base64=is_base64).strip():
        return {}
    content_type = event.headers.get("content-type")
    return json_object(event.body, is_base64=is_base64, content_type=content_type)


def _no_route(endpoints: Sequence[AnyEndpoint], event: APIGatewayProxyEventV2) -> Refused:
    methods = {endpoint.method for endpoint in endpoints if endpoint.is_at(event.path)}
    # Powertools finds no route for an id with a character it knows from no URL.
    if methods and event.http_method not in methods:
        return MethodNotAllowed(", ".join(sorted(methods)))
    return Refused(NOT_FOUND, _NOTHING_HERE)


def _success(endpoint: AnyEndpoint, reply: Reply) -> Response[str]:
    telemetry.answered(endpoint.name, reply.status)
    return Response(
        status_code=reply.status,
        content_type="application/json",
        body=reply.document.model_dump_json(),
        headers={"Cache-Control": "no-store", **reply.headers},
    )


def _failure(app: APIGatewayHttpResolver, operation: str, error: Exception) -> Response[str]:
    kind = kind_of(error)
    if kind.status >= telemetry.SERVER_ERROR:
        telemetry.logger.exception("request failed", operation=operation)
    telemetry.answered(operation, kind.status)
    headers = {"Cache-Control": "no-store"}
    if kind.retry_after is not None:
        headers["Retry-After"] = str(kind.retry_after)
    if isinstance(error, MethodNotAllowed):
        headers["Allow"] = error.allowed
    return Response(
        status_code=kind.status,
        content_type="application/problem+json",
        body=problem_of(error, app.lambda_context.aws_request_id).model_dump_json(
            exclude_none=True
        ),
        headers=headers,
    )
