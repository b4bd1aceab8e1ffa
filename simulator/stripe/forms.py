"""Stripe's nested form encoding (`a[b]=1`, `a[]=x`, `a[0]=x`) turned into plain structures."""

import re
from urllib.parse import parse_qsl

from simulator.json_types import JsonObject, JsonValue
from simulator.stripe.errors import invalid

_NAME = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")


def parse_form(encoded: str) -> JsonObject:
    """Decodes a query string or body; lists may be written with or without positions."""
    tree: JsonObject = {}
    for name, value in parse_qsl(encoded, keep_blank_values=True):
        match = _NAME.match(name)
        if match is None:
            raise invalid(f"Malformed parameter name: {name}", name)
        path = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
        _insert(tree, path, value)
    return {name: _listed(value) for name, value in tree.items()}


def _insert(tree: JsonObject, path: list[str], value: str) -> None:
    node = tree
    for segment in path[:-1]:
        node = _child(node, segment)
    last = path[-1] or str(len(node))
    node[last] = value


def _child(node: JsonObject, segment: str) -> JsonObject:
    child = node.setdefault(segment or str(len(node)), {})
    if not isinstance(child, dict):
        raise invalid(f"{segment} is given both as a value and as a mapping", segment)
    return child


def _listed(value: JsonValue) -> JsonValue:
    """Mappings keyed 0..n-1 were lists on the wire."""
    if not isinstance(value, dict):
        return value
    converted = {name: _listed(inner) for name, inner in value.items()}
    if converted and list(converted) == [str(i) for i in range(len(converted))]:
        return list(converted.values())
    return converted
