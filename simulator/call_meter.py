"""How often an account was called, as its provider counts."""

from bisect import bisect_left
from dataclasses import dataclass, field

from simulator.json_types import JsonObject


@dataclass
class CallMeter:
    """Moments of calls, in their order (Unix seconds)."""

    moments: list[float] = field(default_factory=list)

    def note(self, now: float) -> None:
        self.moments.append(now)

    def describe(self, window: float) -> JsonObject:
        """All calls, the most in any `window` seconds, and the seconds from first to last."""
        ends = (bisect_left(self.moments, moment + window) for moment in self.moments)
        return {
            "count": len(self.moments),
            "busiest": max((end - begin for begin, end in enumerate(ends)), default=0),
            "seconds": self.moments[-1] - self.moments[0] if self.moments else 0.0,
        }
