"""Typed reading of request parameters, refusing what Stripe refuses."""

from collections.abc import Set as AbstractSet
from typing import Any

from simulator.json_types import JsonObject
from simulator.stripe.errors import invalid

_ALWAYS_ALLOWED = frozenset({"expand"})


class Params:
    """The decoded parameters of one request."""

    def __init__(self, tree: JsonObject) -> None:
        self.tree = tree

    def only(self, allowed: AbstractSet[str]) -> None:
        """Refuses parameters the endpoint does not know, as Stripe does."""
        for name in self.tree:
            if name not in allowed and name not in _ALWAYS_ALLOWED:
                raise invalid(f"Received unknown parameter: {name}", name, "parameter_unknown")

    def text(self, name: str) -> str | None:
        value = self.tree.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise invalid(f"Invalid string: {name}", name)
        return value

    def required_text(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise invalid(f"Missing required param: {name}.", name, "parameter_missing")
        return value

    def integer(self, name: str, minimum: int = 1) -> int | None:
        value = self.text(name)
        if value is None:
            return None
        return _to_integer(value, name, minimum)

    def required_integer(self, name: str, minimum: int = 1) -> int:
        return _to_integer(self.required_text(name), name, minimum)

    def boolean(self, name: str) -> bool:
        value = self.text(name)
        if value not in (None, "true", "false"):
            raise invalid(f"Invalid boolean: {value}", name)
        return value == "true"

    def choice(self, name: str, options: AbstractSet[str]) -> str | None:
        value = self.text(name)
        if value is not None and value not in options:
            allowed = ", ".join(sorted(options))
            raise invalid(f"Invalid {name}: must be one of {allowed}", name)
        return value

    def mapping(self, name: str) -> dict[str, Any]:
        value = self.tree.get(name)
        if value in (None, ""):
            return {}
        if not isinstance(value, dict):
            raise invalid(f"Invalid object: {name}", name)
        return value

    def texts(self, name: str) -> list[str]:
        value = self.tree.get(name)
        if value in (None, ""):
            return []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise invalid(f"Invalid array: {name}", name)
        return value

    def merged_metadata(self, current: dict[str, str]) -> dict[str, str]:
        """New metadata over the old: an empty value unsets a key, an empty `metadata` all."""
        if self.tree.get("metadata") == "":
            return {}
        merged = {**current, **self.mapping("metadata")}
        return {key: str(value) for key, value in merged.items() if value != ""}


def _to_integer(value: str, name: str, minimum: int) -> int:
    try:
        number = int(value)
    except ValueError as exc:
        raise invalid(f"Invalid integer: {value}", name, "parameter_invalid_integer") from exc
    if number < minimum:
        raise invalid(
            f"Must be greater than or equal to {minimum}", name, "parameter_invalid_integer"
        )
    return number
