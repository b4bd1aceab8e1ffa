"""One authenticated request on its way through a handler."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.responses import Response

from simulator.ids import IdFactory
from simulator.shipstation.account import ShipStationAccount
from simulator.shipstation.errors import invalid_field, invalid_fields

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True)
class ShipCall:
    """What a handler works with; `base_url` ends with a slash and `now` is in seconds."""

    account: ShipStationAccount
    body: bytes
    query: Mapping[str, str]
    target: str
    base_url: str
    now: float
    ids: IdFactory

    def read(self, model: type[_Model]) -> _Model:
        """Validates the body; an empty one counts as an empty object."""
        try:
            return model.model_validate_json(self.body or b"{}")
        except ValidationError as error:
            raise invalid_fields(error) from error

    def positive(self, name: str, default: int) -> int:
        """A positive number from the query string."""
        text = self.query.get(name, str(default))
        if not text.isdecimal() or int(text) < 1:
            raise invalid_field(name, f"{name} must be a positive integer.")
        return int(text)

    def new_id(self) -> str:
        return f"se-{self.ids.digits(9)}"


Handler = Callable[[ShipCall], Response]
