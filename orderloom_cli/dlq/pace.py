"""Not more than so many messages a second."""

import math

from orderloom_cli.dlq.ports import Timer

_BATCH = 10
_SHORTEST_HIDING = 120


class Pace:
    """Waits between messages; without a rate it never does."""

    def __init__(self, timer: Timer, rate: float | None) -> None:
        self._timer = timer
        self._interval = 1 / rate if rate else 0.0
        self._begun = False

    def wait(self) -> None:
        """Before every message but the first."""
        if self._begun and self._interval:
            self._timer.sleep(self._interval)
        self._begun = True

    def seconds_for_a_batch(self) -> int:
        """How long received messages have to stay hidden, so that nobody else replays them."""
        return max(_SHORTEST_HIDING, math.ceil(2 * _BATCH * self._interval))
