"""Whether a request keeps to a provider's own OpenAPI 3.0 document.

The schemas are judged by a library; here is only what leads to them: which path a request is
meant for, its parameters (text on the wire) and its body (JSON or a form). A refused request is
an `AssertionError` that names each place and what was wrong with it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

import requests
import yaml
from jsonschema import FormatChecker
from openapi_schema_validator import OAS30WriteValidator, oas30_format_checker
from referencing import Registry, Resource
from referencing.jsonschema import SchemaRegistry, SchemaResource

from tests.conformance.counts import COUNTS
from tests.conformance.yaml_core import CoreLoader

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
_HERE = "urn:contract"
# Numbers are decimals here, so that 15.99 is a multiple of 0.01; floats they need not be.
_FORMATS = FormatChecker()
_FORMATS.checkers = dict(oas30_format_checker.checkers)
del _FORMATS.checkers["double"], _FORMATS.checkers["float"]


def validate_request(
    spec_path: Path,
    method: str,
    path_template: str,
    body: object = None,
    query: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    media_type: str = JSON,
    schema: str = "",
) -> None:
    """`path_template` as the document has it; `schema` (a pointer) stands in for its body's.

    A document whose own body schema cannot be satisfied is judged by another of its schemas.
    Raises AssertionError.
    """
    told = {"query": query or {}, "header": headers or {}}
    _judge(spec_path, method, path_template, told, body, schema or media_type)


def validate_call(
    spec_path: Path, call: requests.PreparedRequest, *, base: str = "", schema: str = ""
) -> None:
    """A request as it was sent; `base` is what its path has before the document's begins."""
    parts = urlsplit(str(call.url))
    method = str(call.method)
    template, values = _template(spec_path, method.lower(), parts.path.removeprefix(base))
    told = {
        "query": dict(parse_qsl(parts.query, keep_blank_values=True)),
        "header": {str(name): str(value) for name, value in call.headers.items()},
        "path": values,
    }
    media_type = str(call.headers.get("Content-Type", JSON)).partition(";")[0]
    _judge(spec_path, method, template, told, sent_body(call), schema or media_type)


def sent_body(call: requests.PreparedRequest) -> Any:
    """JSON, or a form as a mapping; None without a body."""
    if not call.body:
        return None
    text = call.body.decode() if isinstance(call.body, bytes) else call.body
    form = str(call.headers.get("Content-Type", "")).startswith(FORM)
    return (
        dict(parse_qsl(text, keep_blank_values=True))
        if form
        else json.loads(text, parse_float=Decimal)
    )


def validate_against(spec_path: Path, pointer: str, value: object) -> None:
    """Any value against a schema of the document, such as `#/components/schemas/Money`."""
    faults = list(_faults(spec_path, {"$ref": f"{_HERE}{pointer}"}, value, "value"))
    assert not faults, "\n".join(faults)


def _judge(
    spec_path: Path,
    method: str,
    template: str,
    told: Mapping[str, Mapping[str, str]],
    body: object,
    schema: str,
) -> None:
    """`schema`: a pointer (`#/...`), or the media type whose schema the operation names."""
    item = _document(spec_path)["paths"][template]
    operation = item[method.lower()]
    faults = list(_parameter_faults(spec_path, [item, operation], told))
    content = _deref(spec_path, operation.get("requestBody") or {})
    if body is not None or content.get("required"):
        at = f"#/paths/{_token(template)}/{method.lower()}/requestBody"
        pointer = schema if schema.startswith("#") else _body(content, at, operation, schema)
        faults += _faults(spec_path, {"$ref": f"{_HERE}{pointer}"}, body, "body")
    assert not faults, f"{method} {template}:\n" + "\n".join(faults)
    COUNTS.requests_validated += 1


@cache
def _document(spec_path: Path) -> Any:
    with spec_path.open(encoding="utf-8") as text:
        if spec_path.suffix == ".json":
            return json.load(text, parse_float=Decimal)
        return yaml.load(text, CoreLoader)  # noqa: S506 - a safe loader, see there


@cache
def _registry(spec_path: Path) -> SchemaRegistry:
    resource: SchemaResource = Resource.opaque(_document(spec_path))
    return cast("SchemaRegistry", Registry().with_resource(_HERE, resource))


def _faults(spec_path: Path, schema: Mapping[str, Any], value: object, where: str) -> Iterator[str]:
    validator = OAS30WriteValidator(schema, registry=_registry(spec_path), format_checker=_FORMATS)
    for error in validator.iter_errors(value):
        place = ".".join(str(part) for part in (where, *error.absolute_path))
        yield f"  {place}: {error.message[:300]}"


def _parameter_faults(
    spec_path: Path, owners: list[Any], told: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    declared = [
        _deref(spec_path, parameter)
        for owner in owners
        for parameter in owner.get("parameters", [])
    ]
    known = {parameter["name"] for parameter in declared if parameter["in"] == "query"}
    yield from (f"  query.{name}: not declared" for name in told["query"].keys() - known)
    for parameter in declared:
        place, name = parameter["in"], parameter["name"]
        given = _given(told.get(place, {}), name, place)
        if given is None:
            if parameter.get("required") and place != "cookie":
                yield f"  {place}.{name}: required"
            continue
        schema = _deref(spec_path, parameter.get("schema") or {})
        yield from _faults(spec_path, schema, _typed(given, schema), f"{place}.{name}")


def _given(values: Mapping[str, str], name: str, place: str) -> str | None:
    if place != "header":
        return values.get(name)
    return next((value for each, value in values.items() if each.lower() == name.lower()), None)


def _typed(given: str, schema: Mapping[str, Any]) -> object:
    """What the text on the wire means under this schema."""
    match schema.get("type"):
        case "integer" | "number" if re.fullmatch(r"-?\d+(\.\d+)?", given):
            return json.loads(given, parse_float=Decimal)
        case "boolean" if given in {"true", "false"}:
            return given == "true"
        case "array":
            return given.split(",")
    return given


def _body(
    content: Mapping[str, Any], at: str, operation: Mapping[str, Any], media_type: str
) -> str:
    offered = content.get("content") or {}
    assert media_type in offered, f"body of {media_type}, the document has {sorted(offered)}"
    body = operation["requestBody"].get("$ref") or at
    return f"{body}/content/{_token(media_type)}/schema"


def _template(spec_path: Path, method: str, path: str) -> tuple[str, dict[str, str]]:
    """The most literal of the document's paths that fits, and the values in its braces."""
    paths = _document(spec_path)["paths"]
    for template in sorted(paths, key=lambda each: each.count("{")):
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template))
        found = re.fullmatch(pattern, path)
        if found and method in paths[template]:
            return template, {name: unquote(value) for name, value in found.groupdict().items()}
    raise AssertionError(f"{method} {path} is not in {spec_path.name}")


def _deref(spec_path: Path, thing: Any) -> Any:
    while "$ref" in thing:
        thing = _registry(spec_path).resolver(_HERE).lookup(thing["$ref"]).contents
    return thing


def _token(text: str) -> str:
    """A name in a JSON pointer."""
    return text.replace("~", "~0").replace("/", "~1")
