"""A clock that moves only when told to."""

from datetime import UTC, datetime, timedelta

from orderloom.ports.clock import Clock

MOMENT = datetime(2025, 3, 14, 9, 26, 53, 589793, UTC)


class FakeClock(Clock):
    def __init__(self, now: datetime = MOMENT) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def advance(self, **span: float) -> None:
        """By a span as `timedelta` takes it: `advance(minutes=5)`."""
        self._now += timedelta(**span)

    def set(self, now: datetime) -> None:
        self._now = now
