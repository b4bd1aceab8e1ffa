"""The OpenAPI document, made from the endpoints: `python -m orderloom.http.openapi`."""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NoReturn

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from orderloom.http import problems
from orderloom.http.endpoint import AnyEndpoint
from orderloom.http.inputs import Input
from orderloom.http.merchant_endpoints import merchant_endpoints
from orderloom.http.operator_api import operator_endpoints
from orderloom.http.problems import Kind, Problem
from orderloom.http.rates_api import rates_endpoint

Json = dict[str, Any]

_REF = "#/components/schemas/"
_ALWAYS = (
    problems.FORBIDDEN,
    problems.NOT_FOUND,
    problems.INTERNAL_ERROR,
    problems.UNAVAILABLE,
    problems.VALIDATION_FAILED,
)
_WITH_BODY = (problems.MALFORMED_JSON, problems.TOO_LARGE, problems.UNSUPPORTED_MEDIA_TYPE)


def _never_called() -> NoReturn:
    raise AssertionError("describing an endpoint needs no container")


def endpoints() -> tuple[AnyEndpoint, ...]:
    """All endpoints with a described body; they cannot be called."""
    container: Any = _never_called
    return (
        *merchant_endpoints(container),
        rates_endpoint(container),
        *operator_endpoints(container),
    )


def documented(endpoint: AnyEndpoint) -> tuple[Kind, ...]:
    """Every problem an endpoint answers with."""
    on_v1 = (problems.TENANT_REQUIRED,) if endpoint.path.startswith("/v1") else ()
    # An address without a body still refuses one that is there.
    return tuple(dict.fromkeys((*_ALWAYS, *_WITH_BODY, *on_v1, *endpoint.refusals)))


def document() -> Json:
    """OpenAPI 3.1."""
    paths: dict[str, Json] = {}
    for endpoint in endpoints():
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Orderloom",
            "version": "1",
            "description": "Orders through payment and shipping. Amounts are in minor units.",
        },
        "security": [{"apiKey": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"apiKey": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
        },
    }


def _operation(endpoint: AnyEndpoint) -> Json:
    operation: Json = {
        "operationId": endpoint.name,
        "summary": endpoint.summary,
        "parameters": _parameters(endpoint),
        "responses": {**_successes(endpoint), **_problems(documented(endpoint))},
    }
    if endpoint.takes_body:
        body = _content(endpoint.body.__name__, "application/json")
        operation["requestBody"] = {"required": True, **body}
    return operation


def _parameters(endpoint: AnyEndpoint) -> list[Json]:
    text = {"type": "string"}
    in_path = [
        {"name": name, "in": "path", "required": True, "schema": text}
        for name in re.findall(r"\{(\w+)\}", endpoint.path)
    ]
    in_query = [
        {"name": name, "in": "query", "schema": schema}
        for name, schema in _described(endpoint.query).items()
    ]
    in_header = [
        {"name": name, "in": "header", "required": True, "schema": text, "description": meaning}
        for name, meaning in endpoint.request_headers.items()
    ]
    return [*in_path, *in_query, *in_header]


def _described(query: type[Input]) -> Mapping[str, Any]:
    """The schema of each parameter; what they share is defined with the outputs."""
    properties: Mapping[str, Any] = query.model_json_schema(ref_template=_REF + "{model}").get(
        "properties", {}
    )
    return properties


def _successes(endpoint: AnyEndpoint) -> Json:
    content = _content(endpoint.output.__name__, "application/json")
    return {
        str(status): {"description": meaning, **content}
        for status, meaning in endpoint.replies.items()
    }


def _problems(kinds: Sequence[Kind]) -> Json:
    by_status: dict[int, list[str]] = {}
    for kind in kinds:
        by_status.setdefault(kind.status, []).append(f"`{kind.slug}`")
    content = _content(Problem.__name__, "application/problem+json")
    return {
        str(status): {"description": ", ".join(slugs), **content}
        for status, slugs in sorted(by_status.items())
    }


def _content(model: str, media_type: str) -> Json:
    return {"content": {media_type: {"schema": {"$ref": _REF + model}}}}


def _schemas() -> Mapping[str, Any]:
    described: dict[str, tuple[type[BaseModel], Literal["validation", "serialization"]]] = {
        Problem.__name__: (Problem, "serialization")
    }
    for endpoint in endpoints():
        described[endpoint.output.__name__] = (endpoint.output, "serialization")
        if endpoint.takes_body:
            described[endpoint.body.__name__] = (endpoint.body, "validation")
    _, definitions = models_json_schema(list(described.values()), ref_template=_REF + "{model}")
    schemas: Mapping[str, Any] = definitions["$defs"]
    return schemas


if __name__ == "__main__":
    json.dump(document(), sys.stdout, indent=1)
    sys.stdout.write("\n")
