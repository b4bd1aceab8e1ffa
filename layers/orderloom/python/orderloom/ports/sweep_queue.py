"""The queue of sweeps to make."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from orderloom.domain.sweep_messages import Sweep

LONGEST_DELAY_SECONDS = 900


class SweepQueue(ABC):
    """Grouped by tenant, so that no large account delays the others."""

    @abstractmethod
    def send(self, sweeps: Sequence[Sweep], *, delay_seconds: int = 0) -> None:
        """Some may be stored when this raises TransientError; twice does no harm."""
