"""A tenant's move as its profile remembers it, and what can go wrong with one."""

from dataclasses import dataclass, replace
from datetime import datetime

from orderloom.domain.placement import MovePhase

from orderloom_cli.errors import BusyError, CliError, InconsistentError

ORDER = tuple(MovePhase)
FROZEN = frozenset({MovePhase.FENCED, MovePhase.VERIFYING})


@dataclass(frozen=True)
class Move:
    """Persisted with every step, so that any other process can go on from it.

    Attributes:
        owner: the run at work on it; each write of a move is conditional on it.
        lease_until: when another run may take it over without asking.
        frozen_until: when writers may end the freeze; see domain/placement.py.
    """

    move_id: str
    source: str
    target: str
    phase: MovePhase
    owner: str
    lease_until: datetime
    frozen_until: datetime | None = None

    def at(self, phase: MovePhase, *, frozen_until: datetime | None = None) -> "Move":
        return replace(self, phase=phase, frozen_until=frozen_until)


@dataclass(frozen=True)
class Whereabouts:
    """A tenant's home, and its move if there is one."""

    home: str
    move: Move | None


@dataclass(frozen=True)
class Pace:
    """How long a mover waits, in seconds; the first two are of the deployment.

    Attributes:
        profile_cache: how long a function keeps a profile in memory.
        function_timeout: how long one request or message can go on being served.
        grace: on top of both, for clocks and requests in flight.
        freeze_limit: of the final pass and the verification, after which writers end the freeze.
        lease: how long a silent run keeps others from taking its moves over.
    """

    profile_cache: float
    function_timeout: float
    grace: float = 2.0
    freeze_limit: float = 300.0
    lease: float = 60.0


class LostMoveError(BusyError):
    """Another run took the move over, or writers ended its freeze: nothing was written."""

    def __init__(self, tenant_id: str) -> None:
        super().__init__(f"the move of {tenant_id} is in other hands by now; nothing was written")
        self.tenant_id = tenant_id


class FreezeLapsedError(CliError):
    """The final pass took too long."""

    kind = "freeze-lapsed"

    def __init__(self, tenant_id: str, seconds: float) -> None:
        super().__init__(
            f"{tenant_id}: its writers ended the freeze after {seconds:.0f} s, as promised; it "
            "works on where it was. Go on with --resume, and a longer --freeze-limit"
        )


class VerificationFailedError(InconsistentError):
    """The two tables differ though nobody writes; the tenant stays where it was."""

    kind = "verification-failed"
