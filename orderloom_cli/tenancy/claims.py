"""Beginning and taking over moves: one run at a time for each tenant."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from orderloom.domain.placement import MovePhase

from orderloom_cli.errors import BusyError, UsageError
from orderloom_cli.tenancy.moves import FROZEN, Move, Pace, Whereabouts
from orderloom_cli.tenancy.ports import Claim, Directory

MOST_TENANTS = 50
"""In one batch: their prefixes must fit one filter expression of 4 KB."""


class Claims:
    """Of one run, named `owner`; `new_id` makes ids of moves."""

    def __init__(self, directory: Directory, pace: Pace, *, owner: str, move_id: str) -> None:
        self._directory = directory
        self._pace = pace
        self._owner = owner
        self._move_id = move_id

    def to_begin(self, tenants: Sequence[str], target: str) -> list[str]:
        """Those of the tenants that are not there yet. Raises BusyError, NoSuchThingError."""
        found = {tenant_id: self._directory.find(tenant_id) for tenant_id in tenants}
        for tenant_id, at in found.items():
            if at.move is not None:
                raise BusyError(f"{tenant_id} {_described(at.move)}; go on with --resume")
        return [tenant_id for tenant_id, at in found.items() if at.home != target]

    def begin(self, tenants: Sequence[str], target: str, now: datetime) -> list[Claim]:
        waiting = self.to_begin(tenants, target)
        if len(waiting) > MOST_TENANTS:
            raise UsageError(f"{len(waiting)} tenants; at most {MOST_TENANTS} move in one batch")
        claims = []
        for tenant_id in waiting:
            source = self._directory.find(tenant_id).home
            move = Move(
                move_id=self._move_id,
                source=source,
                target=target,
                phase=MovePhase.COPYING,
                owner=self._owner,
                lease_until=now + timedelta(seconds=self._pace.lease),
            )
            self._directory.begin(tenant_id, move)
            claims.append(Claim(tenant_id, move))
        return claims

    def resume(self, tenants: Sequence[str], target: str, now: datetime) -> list[Claim]:
        """Raises BusyError: another run is at work. UsageError: it moves somewhere else."""
        return [
            self._take(tenant_id, at.move, target, now)
            for tenant_id, at in self._moving(tenants).items()
            if at.move is not None
        ]

    def _moving(self, tenants: Sequence[str]) -> dict[str, Whereabouts]:
        return {tenant_id: self._directory.find(tenant_id) for tenant_id in tenants}

    def _take(self, tenant_id: str, seen: Move, target: str, now: datetime) -> Claim:
        if seen.target != target:
            raise UsageError(f"{tenant_id} {_described(seen)}, not to {target}")
        freeze = timedelta(seconds=self._pace.function_timeout + self._pace.freeze_limit)
        mine = replace(
            seen,
            owner=self._owner,
            lease_until=now + timedelta(seconds=self._pace.lease),
            frozen_until=now + freeze if seen.phase in FROZEN else None,
        )
        self._directory.take(tenant_id, seen, mine, now=now)
        return Claim(tenant_id, mine)


def _described(move: Move) -> str:
    return f"is being moved from {move.source} to {move.target} ({move.phase})"
