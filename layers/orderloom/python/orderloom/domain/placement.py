"""Where a tenant's data is, and whether it may be written there at this moment."""

from datetime import datetime
from enum import StrEnum

from orderloom.domain.model import DomainModel

POOLED = "pooled"
"""The home of every tenant that has no table of its own."""


class MovePhase(StrEnum):
    """How far a move to another table is; docs/decisions/0012 argues the order.

    COPYING: as ever, the home is read and written. CLOSING: nobody keeps the placement in
    memory any longer. FENCED and VERIFYING: the home is read, not written. SWITCHED: the new
    home is the home, and the old one is read by nobody but requests under way. CLEANING: the
    old one is being emptied.
    """

    COPYING = "copying"
    CLOSING = "closing"
    FENCED = "fenced"
    VERIFYING = "verifying"
    SWITCHED = "switched"
    CLEANING = "cleaning"


_FROZEN = frozenset({MovePhase.FENCED, MovePhase.VERIFYING})


class Move(DomainModel, extra="ignore"):
    """A move under way, as far as functions need to know it; its mover keeps more beside.

    `frozen_until`: when writers may end the freeze themselves, as its mover seems to be gone.
    """

    phase: MovePhase
    frozen_until: datetime | None = None


class Placement(DomainModel):
    """`home` is POOLED or the name of an isolated table (of infra/stages.py)."""

    home: str = POOLED
    move: Move | None = None

    @property
    def frozen(self) -> bool:
        """Nothing of the tenant may be written anywhere."""
        return self.move is not None and self.move.phase in _FROZEN

    @property
    def keepable(self) -> bool:
        """May be remembered for a while; otherwise it is about to change."""
        return self.move is None or not (self.frozen or self.move.phase is MovePhase.CLOSING)

    def lapsed(self, now: datetime) -> bool:
        """Frozen for longer than its mover asked for."""
        until = self.move.frozen_until if self.move else None
        return self.frozen and until is not None and now >= until
