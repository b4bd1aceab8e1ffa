"""Time, injected."""

from abc import ABC, abstractmethod
from datetime import datetime


class Clock(ABC):
    """The present moment, UTC, aware."""

    @abstractmethod
    def now(self) -> datetime: ...
