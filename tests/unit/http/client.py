"""Calls the API as API Gateway would, and holds every answer against the OpenAPI document."""

import json
import re
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any

from jsonschema import Draft202012Validator
from orderloom.http import openapi
from orderloom.http.caller import merchants_and_their_operators, operators_only
from orderloom.http.merchant_endpoints import merchant_endpoints
from orderloom.http.operator_api import operator_endpoints
from orderloom.http.rates_api import rates_endpoint
from orderloom.http.router import router

from tests.unit.http.memory import MemoryContainer
from tests.unit.http.samples import ORDER, two_tenants

MERCHANT = {"role": "merchant", "tenant_id": "acme"}
RIVAL = {"role": "merchant", "tenant_id": "rival"}
OPERATOR = {"role": "operator", "tenant_id": ""}
OPERATOR_FOR_ACME = {"role": "operator", "tenant_id": "acme"}
CONTEXT: Any = SimpleNamespace(
    function_name="api",
    memory_limit_in_mb=256,
    invoked_function_arn="arn:aws:lambda:eu-west-1:1:function:api",
    aws_request_id="req-1",
)


@dataclass(frozen=True)
class Answer:
    status: int
    json: Any
    headers: dict[str, str]

    @property
    def slug(self) -> str:
        return str(self.json["type"]).removeprefix("urn:orderloom:problem:")

    @property
    def fields(self) -> list[str]:
        return [error["field"] for error in self.json.get("errors", [])]


class Client:
    """Both APIs over one container; `send` takes the authorizer's context as `caller`."""

    def __init__(self, container: MemoryContainer | None = None) -> None:
        self.container = container or two_tenants()
        self._merchants = router(
            (*merchant_endpoints(lambda: self.container), rates_endpoint(lambda: self.container)),
            merchants_and_their_operators(lambda: self.container),
        )
        self._operators = router(operator_endpoints(lambda: self.container), operators_only)

    def send(self, method: str, path: str, body: Any = None, **parts: Any) -> Answer:
        app = self._operators if path.startswith("/operator") else self._merchants
        answer = read(app.resolve(event(method, path, body, **parts), CONTEXT))
        check_documented(method, path, answer)
        return answer

    def order(self, body: Any = ORDER, *, key: str | None = "key-1", **parts: Any) -> Answer:
        headers = {} if key is None else {"Idempotency-Key": key}
        return self.send("POST", "/v1/orders", body, headers=headers, **parts)


def event(
    method: str,
    path: str,
    body: Any = None,
    *,
    caller: dict[str, str] | None = MERCHANT,
    headers: dict[str, str] | None = None,
    query: dict[str, str] | None = None,
    is_base64: bool = False,
) -> dict[str, Any]:
    """Payload 2.0; a `body` that is no text is sent as JSON."""
    text = body if body is None or isinstance(body, str) else json.dumps(body)
    return {
        "version": "2.0",
        "rawPath": path,
        "headers": {"content-type": "application/json", **(headers or {})},
        "requestContext": {
            "http": {"method": method, "path": path},
            "stage": "$default",
            "authorizer": {"lambda": caller} if caller is not None else {},
        },
        "isBase64Encoded": is_base64,
        **({} if text is None else {"body": text}),
        **({} if query is None else {"queryStringParameters": query}),
    }


def read(response: dict[str, Any]) -> Answer:
    headers = {name.lower(): value for name, value in response["headers"].items()}
    return Answer(response["statusCode"], json.loads(response["body"]), headers)


@cache
def document() -> dict[str, Any]:
    return openapi.document()


def check_documented(method: str, path: str, answer: Answer) -> None:
    """An address, status, media type and shape the document does not promise is a failure."""
    for template, operations in document()["paths"].items():
        if (
            re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path)
            and method.lower() in operations
        ):
            described = operations[method.lower()]["responses"][str(answer.status)]
            ((media_type, content),) = described["content"].items()
            assert answer.headers["content-type"] == media_type
            schema = {**content["schema"], "components": document()["components"]}
            Draft202012Validator(schema).validate(answer.json)
            if answer.status >= 400:
                assert f"`{answer.slug}`" in described["description"]
            return
    assert answer.status in {404, 405}
