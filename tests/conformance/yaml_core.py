"""YAML as the providers mean it: `NO` is Norway, `2024-01-01` is text, 0.001 is exact."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

_Safe = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CoreLoader(_Safe):  # type: ignore[misc,valid-type]  # the C one is missing on some machines
    """Safe, without YAML 1.1's words for true and false and without its dates."""


CoreLoader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in {"tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"}
    ]
    for first, resolvers in _Safe.yaml_implicit_resolvers.items()
}
CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def _number(loader: Any, node: Any) -> Decimal | float:  # yaml has no types of its own
    try:
        return Decimal(loader.construct_scalar(node))
    except InvalidOperation:  # such as .inf
        return float(loader.construct_yaml_float(node))


CoreLoader.add_constructor("tag:yaml.org,2002:float", _number)
