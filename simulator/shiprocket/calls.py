"""One request on its way through a handler."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from starlette.responses import Response

from simulator.ids import IdFactory
from simulator.json_types import JsonObject
from simulator.shiprocket.account import ShiprocketAccount
from simulator.shiprocket.errors import ShiprocketError

_INDIA = timezone(timedelta(hours=5, minutes=30))


@dataclass(frozen=True)
class ShiprocketCall:
    """What a handler works with; `base_url` ends with a slash."""

    account: ShiprocketAccount
    target: str
    now: float
    ids: IdFactory
    body: JsonObject
    query: Mapping[str, str]
    base_url: str

    def need(self, *names: str) -> None:
        missing = [name for name in names if not self.body.get(name)]
        if missing:
            problems = {name: f"The {name} field is required." for name in missing}
            raise ShiprocketError("Oops! Invalid Data.", status=422, **problems)

    def new_id(self) -> int:
        return int("1" + self.ids.digits(8))


def indian(moment: float, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    """Local time without a zone, as they write it."""
    return datetime.fromtimestamp(moment, _INDIA).strftime(form)


Handler = Callable[[ShiprocketCall], Response]
