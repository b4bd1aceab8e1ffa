"""One request on its way through a handler, and the error it may end in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.responses import Response

from simulator.carriers.account import CarrierAccount, Sold
from simulator.ids import IdFactory
from simulator.json_types import JsonObject, JsonValue


class CarrierError(Exception):
    """An error answer; `code` is the carrier's own."""

    def __init__(self, code: str, message: str, *, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


@dataclass(frozen=True)
class CarrierCall:
    """What a handler works with; `target` is the number in the path."""

    account: CarrierAccount
    target: str
    now: float
    ids: IdFactory
    body: JsonObject
    headers: Mapping[str, str]
    query: Mapping[str, str]

    def need(self, *path: str) -> JsonValue:
        """A field of the body, by its path; 400 names the one that is missing."""
        value: JsonValue = self.body
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
            if value is None or value in ("", []):
                raise CarrierError("MISSING.FIELD", f"{'.'.join(path)} is required")
        return value

    def sold(self, number: str) -> Sold | None:
        """By the number of the shipment, or of one of its parcels."""
        everything = self.account.sold.values()
        return next((one for one in everything if number in {one.number, *one.parcels}), None)


Handler = Callable[[CarrierCall], Response]
