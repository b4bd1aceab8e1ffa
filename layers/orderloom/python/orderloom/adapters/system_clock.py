"""The machine's clock."""

from datetime import UTC, datetime

from orderloom.ports.clock import Clock


class SystemClock(Clock):
    def now(self) -> datetime:
        return datetime.now(UTC)
