"""One authenticated request on its way through a handler."""

from collections.abc import Callable
from dataclasses import dataclass, field

from simulator.ids import IdFactory
from simulator.json_types import JsonObject
from simulator.stripe.account import StripeAccount
from simulator.stripe.events import EventDesk, Origin
from simulator.stripe.params import Params


@dataclass(frozen=True)
class StripeCall:
    """What a handler works with; `target` is the object id in the path, `now` whole seconds."""

    account: StripeAccount
    params: Params
    target: str
    now: int
    ids: IdFactory
    desk: EventDesk
    origin: Origin = field(default_factory=Origin)
    publishable: bool = False

    def emit(
        self, event_type: str, subject: JsonObject, previous: JsonObject | None = None
    ) -> None:
        """Records an event about `subject` and sends it to the account's endpoints."""
        self.desk.publish(self.account, event_type, subject, previous, self.origin)


Handler = Callable[[StripeCall], JsonObject]
