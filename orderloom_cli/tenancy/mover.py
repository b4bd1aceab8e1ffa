"""Moves tenants to another table, phase by phase; docs/decisions/0012 argues why it is safe.

Every step is written to the tenant's profile before the next begins, and repeats harmlessly:
the run may be killed at any point, and any other run goes on from there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from orderloom.domain.placement import MovePhase

from orderloom_cli.dlq.ports import Timer
from orderloom_cli.tenancy.items import Sum
from orderloom_cli.tenancy.moves import (
    FROZEN,
    ORDER,
    FreezeLapsedError,
    LostMoveError,
    Move,
    Pace,
    VerificationFailedError,
)
from orderloom_cli.tenancy.passes import Passes
from orderloom_cli.tenancy.ports import Claim, Directory, ItemStore

_FEW = 100
"""Differences after which another unfenced pass would not shorten the freeze."""
_MOST_PASSES = 5
_MOST_VERIFICATIONS = 3


@dataclass
class Mover:
    """One run, over tenants it has claimed (claims.py). `tell` gets a line for people."""

    store: ItemStore
    directory: Directory
    timer: Timer
    pace: Pace
    tell: Callable[[str], None] = lambda _line: None
    segments: int = 4
    moved: dict[str, Sum] = field(default_factory=dict)
    _claims: dict[str, Claim] = field(default_factory=dict)
    _passes: Passes = field(init=False)

    def __post_init__(self) -> None:
        self._passes = Passes(self.store, self.segments, self._keep)

    def run(self, claims: Sequence[Claim]) -> dict[str, Sum]:
        """Counts and checksums of what was moved (of moves resumed after that: none).

        Raises LostMoveError, FreezeLapsedError, VerificationFailedError.
        """
        self._claims = {claim.tenant_id: claim for claim in claims}
        steps = {
            MovePhase.COPYING: self._copy,
            MovePhase.CLOSING: self._close,
            MovePhase.FENCED: self._fenced,
            MovePhase.VERIFYING: self._verify,
            MovePhase.SWITCHED: self._outwait_readers,
            MovePhase.CLEANING: self._clean,
        }
        while self._claims:
            # Those that are furthest: a frozen tenant must not wait for others.
            phase = max((each.move.phase for each in self._claims.values()), key=ORDER.index)
            batch = self._same(phase)
            self.tell(f"{phase}: {', '.join(batch)}")
            try:
                steps[phase](batch)
            except LostMoveError as lost:
                self._explain(lost, phase)
                raise
        return self.moved

    def _same(self, phase: MovePhase) -> list[str]:
        """Tenants in this phase that share both tables, and so the scans."""
        moves = {name: each.move for name, each in self._claims.items() if each.move.phase is phase}
        first = next(iter(moves.values()))
        return [
            name
            for name, move in moves.items()
            if (move.source, move.target) == (first.source, first.target)
        ]

    def _copy(self, batch: list[str]) -> None:
        for _ in range(_MOST_PASSES):
            done = self._passes.copy(self._of(batch), consistent=False)
            self.tell(f"  {done.seen} items, {done.written} copied, {done.removed} removed")
            if done.changed <= _FEW:
                break
        self._advance(batch, MovePhase.CLOSING)

    def _close(self, batch: list[str]) -> None:
        """Functions read the profile anew for every request once their copies have expired."""
        self._wait(self.pace.profile_cache + self.pace.grace)
        self._passes.copy(self._of(batch), consistent=False)
        self._advance(batch, MovePhase.FENCED)

    def _fenced(self, batch: list[str]) -> None:
        """Requests that began before the fence end; then nobody writes."""
        self._wait(self.pace.function_timeout + self.pace.grace)
        self._passes.copy(self._of(batch), consistent=True)
        self._advance(batch, MovePhase.VERIFYING)

    def _verify(self, batch: list[str]) -> None:
        """Only expiry by time to live can make a difference now, and another pass mends it."""
        move = self._claims[batch[0]].move
        for _ in range(_MOST_VERIFICATIONS):
            here = self._passes.sums(move.source, batch)
            there = self._passes.sums(move.target, batch)
            if here == there:
                self.moved |= here
                self._advance(batch, MovePhase.SWITCHED, home=move.target)
                return
            self._passes.copy(self._of(batch), consistent=True)
        self._advance(batch, MovePhase.CLOSING)
        raise VerificationFailedError(
            f"{', '.join(batch)}: {move.source} and {move.target} differ; nothing was moved"
        )

    def _outwait_readers(self, batch: list[str]) -> None:
        self._wait(self.pace.profile_cache + self.pace.function_timeout + self.pace.grace)
        self._advance(batch, MovePhase.CLEANING)

    def _clean(self, batch: list[str]) -> None:
        while removed := self._passes.clear(self._of(batch)):
            self.tell(f"  {removed} items removed from {self._claims[batch[0]].move.source}")
        for tenant_id in batch:
            self.directory.finish(self._claims[tenant_id])
            del self._claims[tenant_id]

    def _of(self, batch: list[str]) -> Mapping[str, Claim]:
        return {tenant_id: self._claims[tenant_id] for tenant_id in batch}

    def _advance(self, batch: list[str], phase: MovePhase, *, home: str | None = None) -> None:
        now = self.timer.now()
        frozen = self.pace.function_timeout + self.pace.freeze_limit
        until = now + timedelta(seconds=frozen) if phase in FROZEN else None
        for tenant_id in batch:
            claim = self._claims[tenant_id]
            # The freeze's end is promised once: verifying does not prolong it.
            kept = claim.move.frozen_until if phase is MovePhase.VERIFYING else until
            following = claim.move.at(phase, frozen_until=kept)
            self.directory.advance(claim, following, home=home)
            self._claims[tenant_id] = Claim(tenant_id, following)

    def _wait(self, seconds: float) -> None:
        """Always the whole time, also after a resume: nobody knows when the phase began."""
        slice_seconds = self.pace.lease / 3
        while seconds > 0:
            self._keep()
            self.timer.sleep(min(seconds, slice_seconds))
            seconds -= slice_seconds

    def _keep(self) -> None:
        """Renew the leases that run out soon."""
        now = self.timer.now()
        soon = now + timedelta(seconds=self.pace.lease / 2)
        for tenant_id, claim in self._claims.items():
            if claim.move.lease_until < soon:
                until = now + timedelta(seconds=self.pace.lease)
                renewed: Move = replace(claim.move, lease_until=until)
                self.directory.advance(claim, renewed)
                self._claims[tenant_id] = Claim(tenant_id, renewed)

    def _explain(self, lost: LostMoveError, phase: MovePhase) -> None:
        move = self.directory.find(lost.tenant_id).move
        mine = self._claims[lost.tenant_id].move
        if phase in FROZEN and move and move.owner == mine.owner:
            raise FreezeLapsedError(lost.tenant_id, self.pace.freeze_limit) from lost
