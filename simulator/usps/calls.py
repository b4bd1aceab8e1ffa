"""One request on its way through a handler."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.responses import Response

from simulator.ids import IdFactory
from simulator.json_types import JsonObject, JsonValue
from simulator.usps.account import UspsAccount
from simulator.usps.errors import UspsError


@dataclass(frozen=True)
class UspsCall:
    """What a handler works with; `target` is the number in the path."""

    account: UspsAccount
    target: str
    now: float
    ids: IdFactory
    body: JsonObject
    headers: Mapping[str, str]

    def need(self, *path: str) -> JsonValue:
        """A field of the body, by its path; 400 names the one that is missing."""
        value: JsonValue = self.body
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
            if value is None or value == "":
                raise UspsError("is required", parameter=".".join(path))
        return value


Handler = Callable[[UspsCall], Response]
