"""All that a carrier knows about one of its customers."""

from dataclasses import dataclass, field
from typing import NamedTuple

from simulator.call_meter import CallMeter
from simulator.json_types import JsonObject


class Event(NamedTuple):
    """A parcel's milestone (`in_transit`) and its moment (Unix seconds)."""

    status: str
    moment: float


@dataclass
class Sold:
    """A bought label: one shipment of one or more parcels.

    Attributes:
        number: of the shipment; `parcels` are those of its parcels.
        reference: the customer's own name for it.
        asked: the request it answers.
    """

    number: str
    parcels: list[str]
    reference: str
    service: str
    cents: int
    currency: str
    asked: JsonObject
    is_void: bool = False
    events: list[Event] = field(default_factory=list)


@dataclass
class CarrierAccount:
    """Comes into being with the first use of its key, which settles its secret.

    Attributes:
        tokens: bearer tokens with their expiry.
        log_ins: moments of the latest; `locked_until` ends the penalty for too many.
        limit: most calls in `window` seconds; None is no limit. `calls` are their moments.
        served: all calls that were not over the limit.
    """

    key: str
    secret: str
    tokens: dict[str, float] = field(default_factory=dict)
    log_ins: list[float] = field(default_factory=list)
    locked_until: float = 0.0
    sold: dict[str, Sold] = field(default_factory=dict)
    limit: int | None = None
    window: float = 1.0
    calls: list[float] = field(default_factory=list)
    served: CallMeter = field(default_factory=CallMeter)

    def is_over_limit(self, now: float) -> bool:
        """Counts the call, too."""
        self.calls = [call for call in self.calls if call > now - self.window]
        if self.limit is not None and len(self.calls) >= self.limit:
            return True
        self.calls.append(now)
        self.served.note(now)
        return False
