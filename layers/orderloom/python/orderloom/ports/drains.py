"""One tenant's drains, step by step, and the orders they are for."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from orderloom.domain.drain import Drain


@dataclass(frozen=True)
class WaitingOrder:
    """`position` is where it stands among those that wait."""

    order_id: str
    position: str


class Drains(ABC):
    """Made for one tenant."""

    tenant_id: str

    @abstractmethod
    def newest(self) -> Drain | None:
        """The newest step of the newest drain, read consistently."""

    @abstractmethod
    def save(self, step: Drain) -> None:
        """Store a step. What follows is done because of it.

        Raises:
            AlreadyApplied: this step of this drain is stored already.
        """

    @abstractmethod
    def waiting(self, *, after: str | None, until: datetime, limit: int) -> Sequence[WaitingOrder]:
        """Orders that wait to be sent by hand since `until` or before, a moment late.

        First those nobody sold a label for, then those of which that is not known; of each the
        one that waits longest first. `after`: behind this position.
        """
