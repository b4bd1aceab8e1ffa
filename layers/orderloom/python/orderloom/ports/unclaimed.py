"""Where webhooks are written down that no order ever claimed."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from orderloom.domain.unclaimed import UnclaimedEvent


class UnclaimedEvents(ABC):
    """Made for one tenant."""

    tenant_id: str

    @abstractmethod
    def write(self, event: UnclaimedEvent) -> None:
        """Safe to repeat. Raises TransientError, TenantMoving."""

    @abstractmethod
    def newest(self, limit: int) -> Sequence[UnclaimedEvent]:
        """At most `limit`, those received last first."""
