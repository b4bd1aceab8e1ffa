"""Writing down a webhook that no order claimed, so that its end is not silent."""

from collections.abc import Callable
from enum import StrEnum

from orderloom.domain.unclaimed import UnclaimedEvent
from orderloom.errors import NotFound
from orderloom.ports.unclaimed import UnclaimedEvents


class Noted(StrEnum):
    """What became of it; each is counted."""

    UNCLAIMED = "unclaimed"
    TENANT_GONE = "tenant_gone"


class NoteUnclaimed:
    """Of any tenant."""

    def __init__(self, *, unclaimed_for: Callable[[str], UnclaimedEvents]) -> None:
        self._unclaimed_for = unclaimed_for

    def __call__(self, event: UnclaimedEvent) -> Noted:
        """Safe to repeat. Raises TransientError, TenantMoving."""
        try:
            unclaimed = self._unclaimed_for(event.tenant_id)
        except NotFound:
            return Noted.TENANT_GONE
        unclaimed.write(event)
        return Noted.UNCLAIMED
