"""Requests as an adapter sent them, against a provider's OpenAPI document."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
import yaml
from jsonschema import ValidationError
from openapi_schema_validator import OAS30WriteValidator, oas30_format_checker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from tests.conformance.counts import COUNTS

_DOCUMENT = "urn:document"
_METHODS = frozenset({"get", "put", "post", "delete", "patch"})
_JSON = "application/json"


class OpenApi:
    """One document. `moved` renames the start of our paths to that of theirs."""

    def __init__(self, path: Path, *, moved: tuple[str, str] = ("", "")) -> None:
        self._document: Any = yaml.load(path.read_text(), yaml.CSafeLoader)
        resource = Resource.from_contents(self._document, DRAFT4)
        self._registry: Registry[Any] = Registry().with_resource(_DOCUMENT, resource)
        self._moved = moved
        self._base = urlsplit(self._document["servers"][0]["url"]).path.rstrip("/")

    def validate(self, call: requests.PreparedRequest) -> None:
        """Raises AssertionError, with everything that is wrong with the request."""
        path, method = urlsplit(str(call.url)).path, str(call.method).lower()
        template = self._template(path.replace(*self._moved, 1), method)
        problems = [*self._parameters(call, template, method), *self._body(call, template, method)]
        assert not problems, f"{method} {template}: " + "; ".join(problems)
        COUNTS.requests_validated += 1

    def _template(self, path: str, method: str) -> str:
        """The most literal of the templates that fit."""
        inside = path.removeprefix(self._base)
        fitting = [
            template
            for template, item in self._document["paths"].items()
            if method in item and re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), inside)
        ]
        assert fitting, f"{method} {inside} is no operation of theirs"
        return str(min(fitting, key=lambda template: template.count("{")))

    def _parameters(self, call: requests.PreparedRequest, template: str, method: str) -> list[str]:
        sent = {
            "query": {n: v[0] for n, v in parse_qs(urlsplit(str(call.url)).query).items()},
            "header": {name.lower(): value for name, value in call.headers.items()},
        }
        known: set[str] = set()
        problems = []
        for pointer, parameter in self._listed_parameters(template, method):
            place, name = parameter["in"], parameter["name"]
            known.add(name)
            value = sent.get(place, {}).get(name.lower() if place == "header" else name)
            if value is not None and "schema" in parameter:
                problems += self._against(f"{pointer}/schema", _typed(value, parameter["schema"]))
            elif parameter.get("required") and place in sent and value is None:
                problems.append(f"{place} {name} is missing")
        return problems + [f"{name} is no parameter" for name in sent["query"] if name not in known]

    def _listed_parameters(self, template: str, method: str) -> list[tuple[str, Any]]:
        operation = f"/paths/{_escaped(template)}"
        found = []
        for place in (operation, f"{operation}/{method}"):
            for index, parameter in enumerate(self._at(place).get("parameters") or []):
                pointer = f"{place}/parameters/{index}"
                while "$ref" in parameter:
                    pointer = parameter["$ref"].removeprefix("#")
                    parameter = self._at(pointer)  # noqa: PLW2901 - following it
                found.append((pointer, parameter))
        return found

    def _body(self, call: requests.PreparedRequest, template: str, method: str) -> list[str]:
        pointer = f"/paths/{_escaped(template)}/{method}/requestBody"
        wanted = self._at(f"/paths/{_escaped(template)}/{method}").get("requestBody")
        if wanted is None:
            return ["a body nobody asked for"] if call.body else []
        if not call.body:
            return ["the body is missing"] if wanted.get("required") else []
        if _JSON not in wanted["content"] or call.headers.get("Content-Type") != _JSON:
            return ["the body is not of their type"]
        return self._against(f"{pointer}/content/application~1json/schema", json.loads(call.body))

    def _against(self, pointer: str, value: object) -> list[str]:
        schema = {"$ref": f"{_DOCUMENT}#{pointer}"}
        validator = OAS30WriteValidator(
            schema, registry=self._registry, format_checker=oas30_format_checker
        )
        found = [inner for error in validator.iter_errors(value) for inner in _causes(error)]
        return [f"{error.json_path} {error.message[:200]}" for error in found]

    def _at(self, pointer: str) -> Any:
        found = self._document
        for part in pointer.strip("/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")]
        return found


def _causes(error: ValidationError) -> list[ValidationError]:
    """Of alternatives that all fail, what is wrong with each."""
    return list(error.context) or [error]


def _typed(value: str, schema: Any) -> object:
    """A parameter is text on its way; numbers and flags are meant by it."""
    if schema.get("type") in {"integer", "number", "boolean"}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _escaped(template: str) -> str:
    return template.replace("~", "~0").replace("/", "~1")
