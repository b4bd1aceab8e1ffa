"""One authenticated request on its way through a handler, and how its body is read."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from simulator.ids import IdFactory
from simulator.json_types import JsonObject, JsonValue
from simulator.razorpay.account import RazorpayAccount
from simulator.razorpay.errors import RazorpayError
from simulator.razorpay.events import EventDesk

_ID_LENGTH = 14
_DEFAULT_COUNT, _LARGEST_COUNT = 10, 100


@dataclass(frozen=True)
class RazorpayCall:
    """What a handler works with; `target` is the object id in the path, `now` whole seconds."""

    account: RazorpayAccount
    target: str
    now: int
    ids: IdFactory
    desk: EventDesk
    body: JsonObject = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    idempotency_key: str | None = None

    def new_id(self, prefix: str) -> str:
        return self.ids.prefixed(prefix, _ID_LENGTH)

    def emit(self, event_type: str, **entities: JsonObject) -> str:
        """Sends an event about `entities` to the account's webhooks; its id."""
        return self.desk.publish(self.account, event_type, entities)

    def only(self, *known: str) -> None:
        for name in self.body:
            if name not in known:
                raise RazorpayError(f"{name} is/are not required and should not be sent")

    def amount(self, default: int | None = None) -> int:
        """In the currency's smallest unit."""
        value: JsonValue = self.body.get("amount", default)
        if type(value) is not int:
            raise RazorpayError("The amount must be an integer.", field="amount")
        if value < 100:  # noqa: PLR2004 - one rupee
            raise RazorpayError("The amount must be at least INR 1.00", field="amount")
        return value

    def notes(self) -> JsonValue:
        """No notes are an empty list, as PHP writes them."""
        notes = self.body.get("notes") or []
        if isinstance(notes, dict) and len(notes) > 15:  # noqa: PLR2004 - Razorpay's limit
            raise RazorpayError("notes: at most 15 keys", field="notes")
        return notes


def page(call: RazorpayCall, oldest_first: Iterable[JsonObject]) -> JsonObject:
    """A collection, newest first, by `count`, `skip`, `from` and `to`."""
    asked = {name: int(call.query[name]) for name in ("count", "skip") if name in call.query}
    count, skip = min(asked.get("count", _DEFAULT_COUNT), _LARGEST_COUNT), asked.get("skip", 0)
    since, until = int(call.query.get("from", 0)), int(call.query.get("to", 2**40))
    found = [one for one in oldest_first if since <= one["created_at"] <= until]
    items = list(reversed(found))[skip : skip + count]
    return {"entity": "collection", "count": len(items), "items": items}


Handler = Callable[[RazorpayCall], JsonObject]
